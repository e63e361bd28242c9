import { backFrom, MONDAY } from '../../test/builders.js';
import { DaySeries } from './day-counts.js';
import { dispersion, growth, type GrowthPolicy } from './growth.js';

const policy: GrowthPolicy = { baseDays: 56, windowsDays: [7, 14], tailProbability: 0.001 };
const BASE = 14; // days before the longest window
const grown = (window: readonly number[], base: readonly number[] = []) =>
  growth(new DaySeries(backFrom(MONDAY, [...window, ...new Array<number>(BASE - window.length).fill(0), ...base])), MONDAY, policy);
const daily = (count: number, days: number): number[] => new Array<number>(days).fill(count);

describe('how much weeks vary more than chance makes them', () => {
  it.each([
    ['not at all', [4, 4, 4, 4], 1],
    ['less than chance would', [4, 5, 4, 5], 1],
    ['every other week nothing', [0, 10, 0, 10], 10],
    ['once much', [0, 0, 12, 0], 16],
    ['nothing ever happened', [0, 0, 0], 1],
    ['a slow rise, which is no clumping', [1, 2, 3, 4, 5, 6], 1],
  ])('%s: %j is %d', (_, weeks, phi) => expect(dispersion(weeks)).toBeCloseTo(phi, 10));
});

describe('C33 a cause has grown', () => {
  it('against eight weeks before the longest window', () => {
    expect(grown(daily(3, 7), daily(1, 56))).toMatchObject({ windowDays: 7, count: 21, expected: 7 });
    expect(grown(daily(3, 14), daily(1, 56))).toMatchObject({ windowDays: 14, count: 42, expected: 14 });
    expect(grown(daily(1, 14), daily(1, 56))).toBeUndefined();
  });

  it('the day before those weeks says nothing any more, their first day does', () => {
    const [old, first] = [
      [...daily(0, 56), 40],
      [...daily(0, 55), 40],
    ];
    expect(grown([2, 1, 2, 1], old)?.expected).toBe(0);
    expect(grown([2, 1, 2, 1], first)).toBeUndefined();
  });

  it('one day does not make it: the fullest counts like the second', () => {
    expect(grown([20, 1, 0, 1], daily(1, 56))).toBeUndefined();
    expect(grown([10, 10, 0, 1], daily(1, 56))).toMatchObject({ count: 21 });
  });

  it('a cause that always came in clumps has to grow more', () => {
    const clumps = Array.from({ length: 56 }, (_, day) => (day % 14 === 0 ? 14 : 0));
    expect(grown(daily(3, 7), daily(1, 56))).toBeDefined();
    expect(grown(daily(3, 7), clumps)).toBeUndefined();
  });

  it('only when chance would hardly ever show as much', () => {
    expect(grown([2, 2, 2, 2, 2, 2, 2], daily(1, 56))).toBeUndefined(); // 14 against 7: once in fifty times
    expect(grown(daily(3, 7), daily(1, 56))!.chance).toBeLessThan(0.001);
  });
});
