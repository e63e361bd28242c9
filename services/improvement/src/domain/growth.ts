import { addDays, daysBetween, type Day } from './calendar.js';
import { knownBefore, windowShape, type DayCount } from './day-counts.js';
import { gammaPoissonAtLeast } from './distributions.js';

/** When a series counts as grown against its own base. */
export interface GrowthPolicy {
  /** Days before the window that say what is normal. */
  baseDays: number;
  /** Windows that are tried, in days: a short one for jumps, a long one for slow growth. */
  windowsDays: readonly number[];
  /** Grown when chance alone would show as many with at most this probability. */
  tailProbability: number;
}

/** How a window compares with the base before it. */
export interface Growth {
  windowDays: number;
  count: number;
  expected: number;
  chance: number;
}

// Half a complaint in the base (Jeffreys' prior for a Poisson rate): a cause never seen before still has a finite expectation.
const PRIOR_SHAPE = 0.5;

/** The most surprising window that ends on `to`, against the base before the longest of them; undefined when none is surprising enough. */
export function growth(counts: readonly DayCount[], to: Day, policy: GrowthPolicy): Growth | undefined {
  const longest = Math.max(...policy.windowsDays);
  const baseTo = addDays(to, -longest);
  const baseFrom = addDays(baseTo, 1 - policy.baseDays);
  const base = knownBefore(counts, baseFrom, baseTo);
  const phi = dispersion(counts, baseFrom, baseTo);
  const tried = policy.windowsDays.map((windowDays) => {
    const count = windowShape(counts, to, windowDays).steady;
    const expected = (base / policy.baseDays) * windowDays;
    // Complaints come in clumps: with phi complaints a clump, only a phi-th part of the counts is independent evidence.
    const chance = gammaPoissonAtLeast(count / phi, PRIOR_SHAPE + base / phi, policy.baseDays, windowDays);
    return { windowDays, count, expected, chance };
  });
  const best = tried.reduce((a, b) => (b.chance < a.chance ? b : a));
  return best.chance <= policy.tailProbability && best.count > best.expected ? best : undefined;
}

/** How much more the weeks of the base vary than chance alone would make them: 1 = not at all. */
export function dispersion(counts: readonly DayCount[], from: Day, to: Day): number {
  const weeks = new Array<number>(Math.floor((daysBetween(from, to) + 1) / 7)).fill(0);
  for (const { on, countBefore } of counts) {
    const week = Math.floor(daysBetween(from, on) / 7);
    if (on >= from && on <= to && week < weeks.length) weeks[week] = (weeks[week] ?? 0) + countBefore;
  }
  const mean = weeks.reduce((a, b) => a + b, 0) / weeks.length;
  if (!(mean > 0)) return 1;
  // Differences of neighbouring weeks, so that a slow trend does not count as clumping.
  let squares = 0;
  for (let i = 1; i < weeks.length; i += 1) squares += ((weeks[i] as number) - (weeks[i - 1] as number)) ** 2;
  return Math.max(1, squares / (weeks.length - 1) / 2 / mean);
}
