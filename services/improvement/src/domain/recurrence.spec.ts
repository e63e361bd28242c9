import fc from 'fast-check';
import { backFrom, MONDAY, someEvidence } from '../../test/builders.js';
import { addDays } from './calendar.js';
import type { DayCount } from './day-counts.js';
import { judgeRecurrence, type JudgementTime } from './recurrence.js';
import { STANDARD_RULES } from './rules.js';

const policy = STANDARD_RULES.recurrence;
/** One complaint on each of these days before the last. */
const onDaysBefore = (...days: number[]): number[] => Array.from({ length: Math.max(...days) + 1 }, (_, back) => Number(days.includes(back)));
const judge = (counts: readonly number[], time: JudgementTime = 'day-end') =>
  judgeRecurrence(someEvidence({ counts: backFrom(MONDAY, counts) }), MONDAY, time, policy).outcome;

describe('C33 the simple rule of a young company', () => {
  it.each([
    ['five on five days', [1, 1, 1, 1, 1], 'recurring'],
    ['five on three days', [2, 2, 1], 'recurring'],
    ['four are not enough', [1, 1, 1, 1], 'quiet'],
    ['five on two days are one bad weekend', [3, 2], 'quiet'],
    ['one bad day', [15], 'spike'],
    ['one bad day over a small background', [15, 0, 1, 0, 0, 1, 0, 0, 1], 'spike'],
    ['most on one day', [3, 1, 1], 'quiet'],
    ['half on one day', [3, 1, 1, 1], 'recurring'],
    ['as many on one day as make a problem', [5], 'spike'],
    ['one fewer on one day', [4], 'quiet'],
    ['one bad day, thirteen days ago', [...new Array<number>(13).fill(0), 15], 'spike'],
    ['one bad day, a fortnight ago', [...new Array<number>(14).fill(0), 15], 'quiet'],
    ['the fortnight that ended a fortnight ago', onDaysBefore(14, 17, 20, 23, 27), 'recurring'],
    ['a day more than a fortnight', onDaysBefore(14, 17, 20, 23, 28), 'quiet'],
    ['the fortnight that ended a day earlier', onDaysBefore(15, 18, 21, 24, 28), 'quiet'],
    ['spread over more than two weeks', [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1], 'quiet'],
    ['two weeks ago, reported late', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 'recurring'],
    ['a month ago, reported late', [...new Array<number>(29).fill(0), 1, 1, 1, 1, 1], 'quiet'],
  ] as const)('%s: %p is %s', (_, counts, outcome) => expect(judge(counts)).toBe(outcome));

  it('says why in words', () => {
    const judgement = judgeRecurrence(someEvidence({ counts: backFrom(MONDAY, [2, 1, 1, 2]) }), MONDAY, 'day-end', policy);
    expect(judgement).toMatchObject({ outcome: 'recurring', reason: '6 complaints in 14 days on 4 days' });
  });

  it('during the day waits for what could still become one bad day', () => {
    expect(judge([2, 2, 1], 'during-day')).toBe('quiet');
    expect(judge([1, 1, 1, 1, 1], 'during-day')).toBe('recurring');
  });

  it('leaves small causes of a large company alone', () => {
    const counts = backFrom(MONDAY, [1, 1, 1, 1, 1]);
    const company = backFrom(MONDAY, new Array<number>(14).fill(31));
    expect(judgeRecurrence(someEvidence({ counts, company }), MONDAY, 'day-end', policy).outcome).toBe('quiet');
  });

  it.each([
    [[18, ...new Array<number>(13).fill(14)], 'recurring'], // six of two hundred
    [[19, ...new Array<number>(13).fill(14)], 'quiet'],
  ])('needs three in a hundred of all complaints: %j', (around, outcome) => {
    const evidence = someEvidence({ counts: backFrom(MONDAY, [1, 1, 1, 1, 1, 1]), company: backFrom(MONDAY, around) });
    const known = { ...evidence, company: evidence.company.map((day) => ({ ...day, countBefore: day.count })) };
    expect(judgeRecurrence(known, MONDAY, 'day-end', policy).outcome).toBe(outcome);
  });

  it.each([
    [[12, 12, 11], 'recurring'],
    [[12, 12, 12], 'quiet'],
  ])('of a company that is three days old, as if it went on like this for a fortnight: %j', (around, outcome) => {
    const company = backFrom(MONDAY, around).map((day) => ({ ...day, countBefore: day.count }));
    const evidence = someEvidence({ counts: backFrom(MONDAY, [1, 2, 2]), company, companySince: addDays(MONDAY, -2) });
    expect(judgeRecurrence(evidence, MONDAY, 'day-end', policy).outcome).toBe(outcome);
  });

  it.each([
    [69, 'expected 0.0'],
    [68, '5 complaints in 14 days on 5 days'],
  ])('a company has a past when it is eight weeks older than the window: since %i days', (days, reason) => {
    const evidence = someEvidence({ counts: backFrom(MONDAY, [1, 1, 1, 1, 1]), companySince: addDays(MONDAY, -days) });
    const judgement = judgeRecurrence(evidence, MONDAY, 'day-end', policy);
    expect(judgement).toMatchObject({ outcome: 'recurring', reason: expect.stringContaining(reason) });
    expect(JSON.stringify(judgement).includes('expected')).toBe(days === 69);
  });

  it('the bad day is the one that has more than all around it, not a lesser one beside it', () => {
    const counts = backFrom(MONDAY, [0, 9, 0, 30]);
    const judgement = judgeRecurrence(someEvidence({ counts }), MONDAY, 'day-end', policy);
    expect(judgement).toEqual({ outcome: 'spike', on: addDays(MONDAY, -3), count: 30 });
  });

  it('does not count what happened after the day that is judged', () => {
    const counts = [...backFrom(MONDAY, [1, 1, 1, 1]), { on: addDays(MONDAY, 1), count: 1, countBefore: 0 }];
    expect(judgeRecurrence(someEvidence({ counts }), MONDAY, 'day-end', policy).outcome).toBe('quiet');
  });

  it('C43 counts from the first day on which everybody had the fix', () => {
    const evidence = someEvidence({ counts: backFrom(MONDAY, [1, 1, 1, 1, 1]), countedFrom: addDays(MONDAY, -4) });
    expect(judgeRecurrence(evidence, MONDAY, 'day-end', policy).outcome).toBe('recurring');
  });

  it('does not count what happened before the last fix', () => {
    const evidence = someEvidence({ counts: backFrom(MONDAY, [1, 1, 1, 1, 1, 1]), countedFrom: addDays(MONDAY, -3) });
    expect(judgeRecurrence(evidence, MONDAY, 'day-end', policy).outcome).toBe('quiet');
  });
});

describe('with history the past of the cause decides', () => {
  const old = { companySince: '2025-06-01', company: backFrom(MONDAY, new Array<number>(90).fill(30)) };
  const steadily = (every: number, window: readonly number[]) => [...window, ...Array.from({ length: 84 }, (_, day) => (day % every === 0 ? 1 : 0))];

  it('opens what was never seen before', () => {
    const judgement = judgeRecurrence({ ...old, counts: backFrom(MONDAY, [1, 1, 1, 1, 1, 0, 1]) }, MONDAY, 'day-end', policy);
    expect(judgement).toMatchObject({ outcome: 'recurring', reason: expect.stringContaining('6 complaints in 14 days on 6 days (expected 0.0)') });
    expect(judgement).toMatchObject({ reason: expect.stringMatching(/growing: \d+ in \d+ days against 0.0, chance below 1 in [\d,]+$/) });
  });

  it('leaves alone what was always like this and is a small part of all', () => {
    const counts = backFrom(MONDAY, steadily(2, [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]));
    expect(judgeRecurrence({ ...old, counts }, MONDAY, 'day-end', policy).outcome).toBe('quiet');
  });

  it('opens what was always like this and is a large part of all', () => {
    const counts = backFrom(MONDAY, new Array<number>(90).fill(2));
    const judgement = judgeRecurrence({ ...old, counts }, MONDAY, 'day-end', policy);
    expect(judgement).toMatchObject({
      outcome: 'recurring',
      reason: '28 complaints in 14 days on 14 days (expected 28.0); chronic: 28 in the 14 days before',
    });
  });

  it('opens what triples', () => {
    const counts = backFrom(MONDAY, steadily(2, [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]));
    expect(judgeRecurrence({ ...old, counts }, MONDAY, 'day-end', policy)).toMatchObject({ outcome: 'recurring' });
  });

  it('does not take one bad day for growth', () => {
    const counts = backFrom(MONDAY, steadily(4, [0, 15, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0]));
    expect(judgeRecurrence({ ...old, counts }, MONDAY, 'day-end', policy)).toMatchObject({ outcome: 'spike', on: '2026-03-01', count: 15 });
  });
});

describe('C38 order of arrival', () => {
  const arrivals = fc.array(fc.nat({ max: 30 }), { maxLength: 40 });
  const asCounts = (days: readonly number[]): DayCount[] => {
    const counts = new Map<number, number>();
    for (const back of days) counts.set(back, (counts.get(back) ?? 0) + 1);
    return [...counts].map(([back, count]) => ({ on: addDays(MONDAY, -back), count, countBefore: 0 }));
  };
  const isRecurring = (days: readonly number[], time: JudgementTime) =>
    judgeRecurrence(someEvidence({ counts: asCounts(days), company: [] }), MONDAY, time, policy).outcome === 'recurring';

  it('during a day more complaints never take a problem back', () => {
    const property = fc.property(arrivals, fc.nat({ max: 30 }), (days, another) => {
      if (isRecurring(days, 'during-day')) expect(isRecurring([...days, another], 'during-day')).toBe(true);
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('what is a problem in the end does not depend on the order within the day', () => {
    const opens = (days: readonly number[]) =>
      days.some((_, index) => isRecurring(days.slice(0, index + 1), 'during-day')) || isRecurring(days, 'day-end');
    const property = fc.property(arrivals, fc.infiniteStream(fc.nat()), (days, chance) => {
      const shuffled = days.map((day) => [chance.next().value as number, day] as const).toSorted((a, b) => a[0] - b[0]);
      expect(opens(shuffled.map(([, day]) => day))).toBe(opens(days));
    });
    fc.assert(property, { numRuns: 300 });
  });
});
