import { groupBy } from './grouping.js';
import type { History, Poison } from './history.js';
import type { Violation } from './violation.js';

/** I7: while a poison waits, the other keys behind it in its partition go on; those that were applied only when it was, waited for it. */
export function othersGoOn(history: History): Violation[] {
  const appliedAt = new Map(history.notes.filter(({ kind }) => kind === 'applied').map((note) => [`${note.handler} ${note.eventId}`, note.at]));
  const parked = new Set(history.parked.map(({ handler, eventId }) => `${handler} ${eventId}`));
  const heldUp = (poison: Poison): Violation[] => {
    const record = history.log.find(({ eventId }) => eventId === poison.eventId);
    const hearer = history.hearers.find(({ handler }) => handler === poison.handler);
    if (!record || !hearer) return [];
    const until = poison.until ?? Number.POSITIVE_INFINITY;
    return history.log
      .filter(
        ({ topic, partition, offset, key }) =>
          topic === record.topic && partition === record.partition && offset > record.offset && key !== record.key,
      )
      .filter(({ type, eventId }) => hearer.types.includes(type) && !parked.has(`${poison.handler} ${eventId}`))
      .filter(({ at, eventId }) => at + history.patienceMs < until && (appliedAt.get(`${poison.handler} ${eventId}`) ?? until) >= until)
      .slice(0, 1)
      .map(({ key, type, eventId }) => ({
        invariant: 'I7',
        key,
        what: `${type} (${eventId}) waited for the poison ${poison.eventId} of another key`,
      }));
  };
  return history.poisons.flatMap(heldUp);
}

/** I8: what is redriven is applied once and in order. */
export function isRedrivenInOrder({ redrives, notes }: History): Violation[] {
  return redrives.flatMap(({ handler, key, eventIds }): Violation[] => {
    const applied = notes.filter((note) => note.kind === 'applied' && note.handler === handler && eventIds.includes(note.eventId));
    const order = [...applied].sort((a, b) => a.seq - b.seq).map(({ eventId }) => eventId);
    return order.join() === eventIds.join()
      ? []
      : [
          {
            invariant: 'I8',
            key,
            what: `${handler} was to apply ${eventIds.length} redriven events in order, and applied ${order.join(', ') || 'none'}`,
          },
        ];
  });
}

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
