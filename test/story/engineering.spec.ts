import { dueDeed, type ProblemLine } from './engineering.js';

const problem: ProblemLine = {
  ...{ problemId: 'p', causeCode: 'membership-hard-to-cancel', product: 'membership', status: 'open', cycle: 1 },
  ...{ openedAt: '2025-03-26T20:00:00Z', openedOn: '2025-03-26', reason: 'often' },
  cycles: [{ cycle: 1, openedAt: '2025-03-26T20:00:00Z', reason: 'often', fixTaskId: 'f1', shippedAt: null, verdict: null }],
};
const due = (change: Partial<ProblemLine>, today: string) => dueDeed({ ...problem, ...change }, today);

it.each([
  ['starts two days after the problem opened', { status: 'open' }, '2025-03-28', { do: 'start', id: 'f1', at: new Date('2025-03-28T10:00:00Z') }],
  ['ships on the day of the story', { status: 'fix-in-progress' }, '2025-04-22', { do: 'ship', id: 'f1', at: new Date('2025-04-22T10:00:00Z') }],
  ['lets a second person close what held', { status: 'effective' }, '2025-05-28', { do: 'close', id: 'p', at: new Date('2025-05-28T09:00:00Z') }],
] as const)('%s', (_, change, today, deed) => expect(due(change, today)).toMatchObject(deed));

it.each([
  ['not before its time', { status: 'open' }, '2025-03-27'],
  ['not before the day of shipping', { status: 'fix-in-progress' }, '2025-04-21'],
  ['not a second time when the first fix failed', { status: 'reopened' }, '2025-07-20'],
  ['not while it is watched', { status: 'monitoring' }, '2025-05-20'],
  ['not about causes that nobody planted', { causeCode: 'late-delivery' }, '2025-07-20'],
] as const)('does nothing: %s', (_, change, today) => expect(due(change, today)).toBeUndefined());
