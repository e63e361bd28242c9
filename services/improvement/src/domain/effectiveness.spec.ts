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
    [40, 31, 'failed'], // fell by less than a quarter; a fall by half would hardly show this
    [1_000, 760, 'failed'], // as sure as can be, and less than half of what was expected
    [20, 11, 'inconclusive'],
    [14, 8, 'inconclusive'],
    [11, 0, 'inconclusive'], // too few before
    [0, 0, 'inconclusive'],
  ] as const)('%i before, %i after: %s', (before, after, verdict) => expect(judge({ before, after }).verdict).toBe(verdict));

  it.each([15, 20, 25])('a fall by a fifth, of %i, is an effect: the next weeks have to show how much', (before) => {
    expect(judge({ before, after: before * 0.8 }).verdict).toBe('inconclusive');
  });

  it.each([
    [200, 0.4, 0.2],
    [200, 0.6, 0.3],
    [1_000, 0.5, 0.25],
  ])('half of what was expected is enough: of %i a fall by %d was expected, by %d it fell', (before, expectedReduction, fall) => {
    expect(judge({ before, after: before - before * fall, expectedReduction }).verdict).toBe('held');
    expect(judge({ before, after: before - before * fall + 1, expectedReduction }).verdict).toBe('failed');
  });

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

  it('a neighbour took over when it grew by two fifths of what was lost, and by five at least', () => {
    const grown = (after: number) => [{ causeCode: 'new', before: 0, after }];
    expect([judge({ before: 25, after: 5, siblings: grown(8) }).movedTo, judge({ before: 25, after: 4, siblings: grown(8) }).movedTo]).toEqual([
      'new',
      undefined,
    ]);
    expect([judge({ before: 12, after: 7, siblings: grown(5) }).movedTo, judge({ before: 12, after: 8, siblings: grown(5) }).movedTo]).toEqual([
      'new',
      undefined,
    ]);
  });

  it('of several neighbours the one that grew most took over', () => {
    const siblings = [
      { causeCode: 'a', before: 0, after: 8 },
      { causeCode: 'b', before: 1, after: 14 },
      { causeCode: 'c', before: 0, after: 9 },
    ];
    expect(judge({ before: 20, after: 0, siblings }).movedTo).toBe('b');
  });

  it('the more neighbours there are, the more one of them must have grown: one is always up by chance', () => {
    const siblings = [{ causeCode: 'new', before: 2, after: 10 }];
    const neighbours = [1, 2, 3, 4, 5].map((n) => ({ causeCode: `quiet-${n}`, before: 3, after: 3 }));
    expect(judge({ before: 20, after: 0, siblings }).movedTo).toBe('new');
    expect(judge({ before: 20, after: 0, siblings: [...siblings, ...neighbours] })).toMatchObject({ verdict: 'held' });
  });

  it.each([
    ['ups and downs of the neighbours', { before: 20, after: 0, siblings: quiet }],
    ['a neighbour that was always large', { before: 20, after: 2, siblings: [{ causeCode: 'late', before: 60, after: 69 }] }],
    ['a little new neighbour', { before: 40, after: 2, siblings: [{ causeCode: 'new', before: 0, after: 8 }] }],
  ])('not %s', (_, over) => expect(judge(over)).toEqual(expect.objectContaining({ verdict: 'held' })));
});
