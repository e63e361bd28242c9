import { binomialAtLeast, binomialAtMost } from './distributions.js';

/** How strict the check is whether a fix helped. */
export interface EffectivenessPolicy {
  /** Below so many complaints in the baseline nothing can be said. */
  minimumBefore: number;
  /** Error allowed at each look; the looks together may be wrong in the sum of them. */
  significanceByLook: readonly number[];
  /** Held needs this part of the expected reduction. */
  heldShareOfExpected: number;
  /** A fall below this share is no effect. */
  noEffectBelow: number;
  /** The expected reduction is refused when it would show as many complaints with less than this probability. */
  refusalSignificance: number;
  /** Moved when a sibling cause grew by this part of what was lost … */
  movedShareOfLoss: number;
  /** … and by at least so many complaints. */
  movedMinimum: number;
}

/** Complaints by day of occurrence in two windows of equal length. */
export interface BeforeAfter {
  before: number;
  after: number;
}

/** What is compared at one look. `siblings` are the other causes of the same product in the same windows. */
export interface Comparison extends BeforeAfter {
  windowDays: number;
  siblings: readonly (BeforeAfter & { causeCode: string })[];
  expectedReduction: number;
  /** 1 for the first stretch of days after the fix, 2 for the next. */
  look: number;
}

/** What the figures say about a fix. */
export interface Verdict {
  verdict: 'held' | 'failed' | 'inconclusive';
  reason: string;
  /** The cause under which the same trouble goes on. */
  movedTo?: string;
}

/** Did the fix help? Exact test of two Poisson counts over equal windows: given their sum, the later one is binomial with p = 1/2. */
export function judgeEffectiveness(comparison: Comparison, policy: EffectivenessPolicy): Verdict {
  const { before, after, windowDays, expectedReduction, look } = comparison;
  const seen = `${before} before, ${after} after, in ${windowDays} days each`;
  if (before < policy.minimumBefore) {
    const reason = `${seen}: too few to judge, at least ${policy.minimumBefore} before the fix are needed`;
    return { verdict: 'inconclusive', reason };
  }
  const fall = (before - after) / before; // `1 - after / before` makes of a fifth less than 0.2
  const moved = movedTo(comparison, policy);
  if (moved) {
    const reason = `${seen}, but ${moved.causeCode} of the same product grew from ${moved.before} to ${moved.after}: the trouble moved`;
    return { verdict: 'failed', movedTo: moved.causeCode, reason };
  }
  const chance = binomialAtMost(after, before + after, 0.5);
  const significance = policy.significanceByLook[look - 1] ?? 0;
  if (chance < significance && fall >= policy.heldShareOfExpected * expectedReduction) {
    return { verdict: 'held', reason: `${seen}: fell by ${percent(fall)}, chance without an effect ${chanceText(chance)}` };
  }
  if (fall < policy.noEffectBelow)
    return { verdict: 'failed', reason: `${seen}: ${change(fall)}, expected was a fall by ${percent(expectedReduction)}` };
  // If the expected reduction were true, a share (1 - r) / (2 - r) of both windows together would fall after the fix.
  const asExpected = binomialAtLeast(after, before + after, (1 - expectedReduction) / (2 - expectedReduction));
  if (asExpected < policy.refusalSignificance) {
    const reason = `${seen}: ${change(fall)}; a fall by ${percent(expectedReduction)} would show this with a chance of ${chanceText(asExpected)}`;
    return { verdict: 'failed', reason };
  }
  return {
    verdict: 'inconclusive',
    reason: `${seen}: ${change(fall)}, which chance alone can do (${chanceText(chance)}); the next weeks have to show`,
  };
}

/** The sibling cause that took over: it grew by enough of what was lost, and by more than its own ups and downs explain. */
function movedTo({ before, after, siblings }: Comparison, policy: EffectivenessPolicy): Comparison['siblings'][number] | undefined {
  const lost = before - after;
  if (lost < policy.movedMinimum) return undefined;
  const needed = Math.max(policy.movedMinimum, policy.movedShareOfLoss * lost);
  const grown = siblings.filter((sibling) => {
    const chance = binomialAtLeast(sibling.after, sibling.before + sibling.after, 0.5);
    // Bonferroni over all siblings: with many of them one is always up by chance.
    return sibling.after - sibling.before >= needed && chance < policy.refusalSignificance / siblings.length;
  });
  return grown.toSorted((a, b) => b.after - b.before - (a.after - a.before) || (a.causeCode < b.causeCode ? -1 : 1))[0];
}

function change(fall: number): string {
  if (fall === 0) return 'no change';
  return fall > 0 ? `fell by ${percent(fall)}` : `rose by ${percent(-fall)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function chanceText(chance: number): string {
  return chance < 0.001 ? 'below 0.1 %' : `${(chance * 100).toFixed(1)} %`;
}
