import type { History } from './history.js';
import { existsWithItsChange, hasItsCause, reachesEverybody, takesEffectOnce } from './invariants-of-delivery.js';
import { isAppliedInOrder, isLoggedInOrder } from './invariants-of-order.js';
import { isRedrivenInOrder, othersGoOn } from './invariants-of-poison.js';
import { comesToRest, isDoneOncePerInstant, losesNothingAccepted } from './invariants-of-trouble.js';
import type { Violation } from './violation.js';

const CHECKS = [
  existsWithItsChange,
  reachesEverybody,
  takesEffectOnce,
  isLoggedInOrder,
  isAppliedInOrder,
  hasItsCause,
  othersGoOn,
  isRedrivenInOrder,
  isDoneOncePerInstant,
  comesToRest,
  losesNothingAccepted,
] as const;

/** Every promise that the run broke (I1 to I10 and I12; I11 compares two runs: `compareProjections`). */
export function checkHistory(history: History): Violation[] {
  return [...history.witnessed, ...CHECKS.flatMap((check) => check(history))];
}

/** What must be the same after one workload, whatever carried its events and whatever went wrong: rows by their name. */
export type Projections = Readonly<Record<string, unknown>>;

/** I11: two runs of one workload end in the same projections. */
export function compareProjections(one: Projections, other: Projections): Violation[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].sort().flatMap((name): Violation[] => {
    const [left, right] = [JSON.stringify(one[name]), JSON.stringify(other[name])];
    return left === right
      ? []
      : [{ invariant: 'I11', what: `${name} is ${left ?? 'missing'} after one run and ${right ?? 'missing'} after the other` }];
  });
}
