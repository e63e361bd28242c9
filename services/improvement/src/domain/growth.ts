import { addDays, type Day } from './calendar.js';
import type { DaySeries } from './day-counts.js';
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
export function growth(counts: DaySeries, to: Day, policy: GrowthPolicy): Growth | undefined {
  const longest = Math.max(...policy.windowsDays);
  const baseTo = addDays(to, -longest);
  const baseFrom = addDays(baseTo, 1 - policy.baseDays);
  const base = counts.knownBefore(baseFrom, baseTo);
  const windows = policy.windowsDays.map((windowDays) => {
    return { windowDays, count: counts.window(to, windowDays).steady, expected: (base / policy.baseDays) * windowDays };
  });
  if (windows.every(({ count, expected }) => count <= expected)) return undefined;
  const phi = dispersion(counts.weeksBefore(baseFrom, baseTo));
  const tried = windows.map((window) => {
    // Complaints come in clumps: with phi complaints a clump, only a phi-th part of the counts is independent evidence.
    const chance = gammaPoissonAtLeast(window.count / phi, PRIOR_SHAPE + base / phi, policy.baseDays, window.windowDays);
    return { chance, ...window };
  });
  const best = tried.reduce((a, b) => (b.chance < a.chance ? b : a));
  return best.chance <= policy.tailProbability && best.count > best.expected ? best : undefined;
}

/** How much more these weeks vary than chance alone would make them: 1 = not at all. */
export function dispersion(weeks: readonly number[]): number {
  const mean = weeks.reduce((a, b) => a + b, 0) / weeks.length;
  if (!(mean > 0)) return 1;
  // Differences of neighbouring weeks, so that a slow trend does not count as clumping.
  let squares = 0;
  for (let i = 1; i < weeks.length; i += 1) squares += (weeks[i]! - weeks[i - 1]!) ** 2;
  return Math.max(1, squares / (weeks.length - 1) / 2 / mean);
}
