import { groupBy } from './grouping.js';
import type { History } from './history.js';
import type { Violation } from './violation.js';

/** I9: a schedule acts once for each due instant, over all replicas. */
export function isDoneOncePerInstant({ actions }: History): Violation[] {
  return actions
    .filter(({ times }) => times !== 1)
    .map(({ name, instant, times }) => ({ invariant: 'I9', what: `${name} was done ${times} times for ${instant}` }));
}

/** I10: after the faults everything comes to rest, in time. */
export function comesToRest({ quiet: { tookMs, limitMs, left } }: History): Violation[] {
  const late: Violation[] = tookMs > limitMs ? [{ invariant: 'I10', what: `it took ${tookMs} ms to come to rest, ${limitMs} are allowed` }] : [];
  return [...left.map((what): Violation => ({ invariant: 'I10', what: `left behind: ${what}` })), ...late];
}

/** I12: what a client was told is done is done; who is asked to leave does so in time. */
export function losesNothingAccepted({ accepted, stops, notes }: History): Violation[] {
  const emitted = groupBy(
    notes.filter(({ kind }) => kind === 'emitted'),
    ({ service, key, type }) => `${service} ${key} ${type}`,
  );
  const lost = accepted
    .filter(({ service, key, type }) => !emitted.has(`${service} ${key} ${type}`))
    .map(({ request, key, type }): Violation => ({ invariant: 'I12', key, what: `"${request}" was accepted, and ${type} was never emitted` }));
  const late = stops
    .filter(({ tookMs, limitMs, code }) => tookMs > limitMs || code !== 0)
    .map(({ service, tookMs, code }): Violation => ({ invariant: 'I12', what: `${service} left with ${code ?? 'a kill'} after ${tookMs} ms` }));
  return [...lost, ...late];
}
