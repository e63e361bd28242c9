import { judgeEffectiveness, type Comparison } from './effectiveness.js';
import { STANDARD_RULES } from './rules.js';

const policy = STANDARD_RULES.effectiveness;
const compare = (over: Partial<Comparison>): Comparison => ({
  before: 20,
  after: 10,
  siblings: [],
  windowDays: 28,
  expectedReduction: 0.5,
  look: 1,
  ...over,
});
const judge = (over: Partial<Comparison>) => judgeEffectiveness(compare(over), policy);

describe('C41 verdicts', () => {
  it.each([
    [27, 1, 'held'],
    [20, 6, 'held'],
    [12, 2, 'held'],
    [200, 140, 'held'], // less than hoped for, but sure
    [20, 20, 'failed'],
    [20, 17, 'failed'],
    [20, 26, 'failed'],
    [40, 31, 'failed'], // fell by a fifth; a fall by half would hardly show this
    [20, 11, 'inconclusive'],
    [14, 8, 'inconclusive'],
    [11, 0, 'inconclusive'], // too few before
    [0, 0, 'inconclusive'],
  ] as const)('%i before, %i after: %s', (before, after, verdict) => expect(judge({ before, after }).verdict).toBe(verdict));

  it('names what is missing', () => {
    expect(judge({ before: 11, after: 0 }).reason).toBe(
      '11 before, 0 after, in 28 days each: too few to judge, at least 12 before the fix are needed',
    );
    expect(judge({ before: 20, after: 11 }).reason).toContain('the next weeks have to show');
  });

  it('says what it saw', () => {
    expect(judge({ before: 27, after: 1 }).reason).toBe('27 before, 1 after, in 28 days each: fell by 96 %, chance without an effect below 0.1 %');
    expect(judge({ before: 20, after: 20 }).reason).toBe('20 before, 20 after, in 28 days each: no change, expected was a fall by 50 %');
  });

  it('is stricter at later looks, so that looking again is not a second chance', () => {
    expect(judge({ before: 20, after: 8, look: 1 }).verdict).toBe('held');
    expect(judge({ before: 20, after: 8, look: 2 }).verdict).toBe('inconclusive');
  });
});

describe('C41 failed-moved', () => {
  const quiet = [
    { causeCode: 'refund-not-arrived', before: 3, after: 3 },
    { causeCode: 'coupon-refused', before: 2, after: 6 },
  ];

  it('the same trouble under another cause is no effect', () => {
    const siblings = [...quiet, { causeCode: 'coupon-taken-order-cancelled', before: 0, after: 8 }];
    expect(judge({ before: 16, after: 0, siblings })).toMatchObject({ verdict: 'failed', movedTo: 'coupon-taken-order-cancelled' });
    expect(judge({ before: 17, after: 0, siblings }).movedTo).toBe('coupon-taken-order-cancelled');
  });

  it.each([
    ['ups and downs of the neighbours', { before: 20, after: 0, siblings: quiet }],
    ['a neighbour that was always large', { before: 20, after: 2, siblings: [{ causeCode: 'late', before: 60, after: 69 }] }],
    ['a little new neighbour', { before: 40, after: 2, siblings: [{ causeCode: 'new', before: 0, after: 8 }] }],
  ])('not %s', (_, over) => expect(judge(over)).toEqual(expect.objectContaining({ verdict: 'held' })));
});
