import { displayWidth } from './bars.js';
import { mondayOf, STORY } from './calendar.js';
import { conservation, figuresForMachines, type Figures, type Problem } from './figures.js';
import { paintFor } from './paint.js';
import { report, type Telling } from './report.js';

const plain = paintFor({ colours: false });
const problem: Problem = {
  ...{ problemId: 'p1', causeCode: 'charged-twice-by-card', product: 'payment', status: 'reopened', cycle: 2, closedAt: null },
  ...{ openedAt: '2025-04-17T23:59:59Z', openedOn: '2025-04-17', reason: '5 complaints in 14 days on 5 days' },
  cycles: [],
  fixTasks: [
    {
      fixTaskId: 'f1',
      cycle: 1,
      status: 'shipped',
      expectedReduction: 0.5,
      dueOn: '2025-05-15',
      shippedAt: '2025-05-13T10:00:00Z',
      shipNote: 'A check.',
    },
    { fixTaskId: 'f2', cycle: 2, status: 'open', expectedReduction: 0.5, dueOn: '2025-07-15', shippedAt: null },
  ],
  checks: [
    {
      ...{ cycle: 1, judgedAt: '2025-06-17T23:59:59Z', verdict: 'failed', before: 17, after: 0, windowDays: 28, reason: '…' },
      movedTo: 'coupon-taken-order-cancelled',
    },
  ],
  weekly: [
    { week: '2025-04-07', count: 4 },
    { week: '2025-04-14', count: 1 },
  ],
};
const figures: Figures = {
  metrics: {
    ...{ received: 9, open: 2, closed: 6, withdrawn: 1, causesRecorded: 6, closeHours: { p50: 30, p90: 70 } },
    byKind: { complaint: 9, question: 1, praise: 2, suggestion: 0 },
    byLanguage: { ko: 5, en: 3, te: 1 },
    byWeek: [{ week: mondayOf('2025-04-09'), received: 9, closed: 6 }],
    spikes: [{ causeCode: 'app-outage', product: 'app', on: '2025-05-31', count: 15 }],
  },
  problems: [problem],
};
const telling: Telling = { title: 'Moonlight', from: STORY.from, to: STORY.to, looked: [{ person: 'a guide-reader', reference: 'C-2025-1' }] };
const lines = (change: Partial<Figures> = {}, told: Partial<Telling> = {}) => report({ ...figures, ...change }, { ...telling, ...told }, plain);
const text = lines().join('\n').replaceAll(/\s+/g, ' ');

it('fits on a hundred columns', () => {
  for (const line of lines()) expect(displayWidth(line)).toBeLessThanOrEqual(100);
});

it.each([
  '9 complaints came in: 6 closed, 1 withdrawn, 2 still open.',
  '2 words of praise, 1 question and 0 suggestions',
  'Half were closed within 30 hours, nine of ten within 2.9 days.',
  'Opened on 17 April: 5 complaints in 14 days on 5 days.',
  'Fix 1 shipped on 13 May, expected to take away 50 %.',
  '17 June: it failed, the trouble only moved. 17 in the 28 days before, 0 in the 28 days after, but the same people now meet coupon-taken-order-cancelled.',
  'Fix 2 is with engineering, due on 15 July',
  '31 May ███████████████ 15 × app-outage in app',
  '✓ charged twice, which comes back under another name',
  '✗ late Friday evenings, a fix without effect → nothing',
  'C-2025-1 a guide-reader',
  '✓ received 9 = open 2 + closed 6 + withdrawn 1',
  '✓ causes recorded 6 = closed 6',
])('says: %s', (sentence) => expect(text).toContain(sentence));

it('puts the shipped fix under its week', () => {
  const weekly = lines().findIndex((line) => line.includes('▲ shipped'));
  expect(lines()[weekly]!.indexOf('▲')).toBe(4 + 10 * 4); // week 11
});

it('shows a sum that fails', () => {
  expect(conservation({ ...figures.metrics, causesRecorded: 5 }).map(({ holds }) => holds)).toEqual([true, false]);
  expect(lines({ metrics: { ...figures.metrics, open: 3 } }).join('\n')).toContain('✗ received 9 = open 3 + closed 6 + withdrawn 1');
});

it('tells many problems of a file in short, and which lines could not be used', () => {
  const many = Array.from({ length: 8 }, (_, index) => ({ ...problem, causeCode: `cause ${index}` }));
  const content = { rows: [], broken: [{ line: 7, why: 'it is not JSON' }], outside: 3 };
  const told = lines({ problems: many }, { file: { name: 'rows.jsonl', content } }).join('\n');
  expect(told).toContain('The loop opened 8 problems');
  expect(told).toContain('2025-04-17  cause 7 (payment)');
  expect(told).toContain('line 7: it is not JSON');
  expect(told).not.toContain('hidden in the story');
});

it('names every line that could not be used, the many in short', () => {
  const broken = [...Array.from({ length: 14 }, (_, index) => index + 1), 20].map((line) => ({ line, why: 'it has no time (ts)' }));
  const told = lines({}, { file: { name: 'rows.jsonl', content: { rows: [], broken, outside: 0 } } });
  expect(told).toContain('    line 10: it has no time (ts)');
  expect(told).toContain('    and 5 more: line 11–14, 20');
});

it('leaves problems of other times out, and says so', () => {
  const other = lines({}, { from: '2021-01-01', to: '2021-12-31', file: { name: 'a', content: { rows: [], broken: [], outside: 0 } } }).join('\n');
  expect(other).toContain('No cause came back');
  expect(other).toContain('complaints of other times');
});

it('writes the figures for machines', () => {
  expect(figuresForMachines(figures)).toEqual({
    ...{ received: 9, open: 2, closed: 6, withdrawn: 1, causesRecorded: 6 },
    problems: [
      {
        ...{ cause: 'charged-twice-by-card', product: 'payment', openedOn: '2025-04-17', cycles: 2, status: 'reopened' },
        fixShippedOn: ['2025-05-13'],
        verdicts: [{ on: '2025-06-17', verdict: 'failed', before: 17, after: 0 }],
      },
    ],
  });
});
