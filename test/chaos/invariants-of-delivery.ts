import { DISCARDED } from '#libs/messaging';
import { groupBy } from './grouping.js';
import type { History } from './history.js';
import type { Violation } from './violation.js';

const emittedOf = ({ notes }: History) => notes.filter(({ kind }) => kind === 'emitted');
const appliedOf = ({ notes }: History) => notes.filter(({ kind }) => kind === 'applied');

/** I1: an event exists if and only if its state change is committed. */
export function existsWithItsChange(history: History): Violation[] {
  const emitted = emittedOf(history);
  const found = groupBy(emitted, ({ service, key, type }) => `${service} ${key} ${type}`);
  const claimed = new Map(history.claims.map((claim) => [`${claim.service} ${claim.key} ${claim.type}`, claim]));
  const missing = history.claims.flatMap(({ service, key, type, times }): Violation[] => {
    const seen = found.get(`${service} ${key} ${type}`)?.length ?? 0;
    return seen === times ? [] : [{ invariant: 'I1', key, what: `the state of ${service} stands for ${times} × ${type}, ${seen} were emitted` }];
  });
  const unclaimed = [...found].flatMap(([name, [event]]): Violation[] =>
    history.claimedTypes.includes(event!.type) && !claimed.has(name)
      ? [{ invariant: 'I1', key: event!.key, what: `${event!.service} emitted ${event!.type} and its state knows nothing of it` }]
      : [],
  );
  return [...missing, ...unclaimed, ...gapsInNumbers(history)];
}

/** What was numbered was stored: the numbers of a key are 1, 2, 3 … up to the counter that was locked for them. */
function gapsInNumbers(history: History): Violation[] {
  const emitted = groupBy(emittedOf(history), ({ service, key }) => `${service} ${key}`);
  const counted = new Map(history.heads.map((head) => [`${head.service} ${head.key}`, head]));
  const uncounted = [...emitted].filter(([name]) => !counted.has(name)).map(([, notes]) => ({ ...notes[0]!, lastSequence: 0 }));
  return [...history.heads, ...uncounted].flatMap(({ service, key, lastSequence }): Violation[] => {
    const numbers = (emitted.get(`${service} ${key}`) ?? []).map(({ sequence }) => sequence).sort((a, b) => a - b);
    const isWhole = numbers.length === lastSequence && numbers.every((number, i) => number === i + 1);
    return isWhole ? [] : [{ invariant: 'I1', key, what: `${service} counted ${lastSequence} events of the key and emitted ${list(numbers)}` }];
  });
}

/** I2: every committed event is in the log, and applied by everybody who hears it; only its stand-in is, when a person gave it up. */
export function reachesEverybody(history: History): Violation[] {
  const logged = new Set(history.log.map(({ eventId }) => eventId));
  const applied = new Set(appliedOf(history).map(({ handler, eventId }) => `${handler} ${eventId}`));
  const givenUp = new Set(history.log.filter(({ type }) => type === DISCARDED).map(({ eventId }) => eventId));
  const waiting = new Set(history.parked.map(({ handler, eventId }) => `${handler} ${eventId}`));
  return emittedOf(history).flatMap((event): Violation[] => {
    const { key, type, eventId, service, sequence } = event;
    const what = `${service}#${sequence} ${type} (${eventId})`;
    if (!logged.has(eventId)) return [{ invariant: 'I2', key, what: `${what} never reached the log` }];
    if (givenUp.has(eventId)) return [];
    return history.hearers
      .filter(({ types, handler }) => types.includes(type) && !applied.has(`${handler} ${eventId}`) && !waiting.has(`${handler} ${eventId}`))
      .map(({ handler }) => ({ invariant: 'I2', key, what: `${what} was never applied by ${handler}` }));
  });
}

/** I3: one effect per handler and event; what is counted is what is there. */
export function takesEffectOnce(history: History): Violation[] {
  const applied = groupBy(appliedOf(history), ({ handler, eventId }) => `${handler} ${eventId}`);
  const emitted = groupBy(emittedOf(history), ({ eventId }) => eventId);
  const twice = [...applied.values(), ...emitted.values()].flatMap((notes): Violation[] => {
    const { handler, key, kind, type, eventId, service } = notes[0]!;
    return notes.length === 1
      ? []
      : [{ invariant: 'I3', key, what: `${type} (${eventId}) was ${kind} ${notes.length} times by ${handler ?? service}` }];
  });
  const miscounted = history.counters
    .filter(({ stored, recomputed }) => stored !== recomputed)
    .map(({ name, stored, recomputed }): Violation => ({ invariant: 'I3', what: `${name}: ${stored} is stored, the rows add up to ${recomputed}` }));
  return [...twice, ...miscounted];
}

/** I6: nothing without a committed cause. */
export function hasItsCause(history: History): Violation[] {
  const { log, injected } = history;
  const emitted = new Set(emittedOf(history).map(({ eventId }) => eventId));
  const isKnown = (eventId: string): boolean => emitted.has(eventId) || injected.has(eventId);
  const applied = groupBy(appliedOf(history), ({ service, eventId }) => `${service} ${eventId}`);
  const fromNowhere = [...log, ...appliedOf(history)]
    .filter(({ eventId }) => !isKnown(eventId))
    .map(({ key, type, eventId }): Violation => ({ invariant: 'I6', key, what: `${type} (${eventId}) is there, and nobody committed it` }));
  const unfounded = emittedOf(history).flatMap(({ service, cause, key, type, eventId, seq }): Violation[] => {
    if (cause === null || applied.get(`${service} ${cause}`)?.some((note) => note.seq < seq)) return [];
    return [{ invariant: 'I6', key, what: `${service} emitted ${type} (${eventId}) because of ${cause}, which it had not applied` }];
  });
  return [...fromNowhere, ...unfounded];
}

const list = (numbers: readonly number[]): string => (numbers.length === 0 ? 'none' : numbers.slice(0, 20).join(', '));
