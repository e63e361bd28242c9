import type { Hearer, History, LoggedRecord } from './history.js';
import type { Violation } from './violation.js';

/** An event as one handler met it: when it came, and when it was applied; the end of the run for one that never was. */
interface Met extends LoggedRecord {
  appliedAt: number;
}

/**
 * I7: while a poison waits, the other keys behind it in its partition go on. That a partition stands still proves nothing by itself: an
 * outage or a frozen member holds everybody up. It waits for the poison when the same handler meanwhile, and for longer than any
 * outage lasts, applies what came later in other partitions.
 */
export function othersGoOn(history: History): Violation[] {
  return history.poisons.flatMap(({ handler, eventId }): Violation[] => {
    const poison = history.log.find((record) => record.eventId === eventId);
    const hearer = history.hearers.find((one) => one.handler === handler);
    if (!poison || !hearer) return [];
    const met = metBy(hearer, poison.topic, history);
    // Without the poison's own key: a partition that is held up moves again when the poison is out of the way.
    const inside = met.filter(({ partition, key }) => partition === poison.partition && key !== poison.key);
    const outside = met.filter(({ partition }) => partition !== poison.partition);
    const stoodSince = lastProgress(inside);
    const held = inside.find((one) => {
      if (one.offset <= poison.offset) return false;
      const since = Math.max(one.at, stoodSince(one.appliedAt));
      const until = one.appliedAt - history.patienceMs;
      return since <= until && outside.some(({ at, appliedAt }) => at > one.at && appliedAt >= since && appliedAt <= until);
    });
    return held ? [{ invariant: 'I7', key: held.key, what: `${held.type} (${held.eventId}) waited for the poison ${eventId} of another key` }] : [];
  });
}

/** What a handler was to apply of a topic, each event where it came first; what is parked waits for itself. */
function metBy({ handler, types }: Hearer, topic: string, { log, notes, parked }: History): Met[] {
  const applied = new Map(notes.filter((note) => note.handler === handler).map((note) => [note.eventId, note.at]));
  const end = notes.reduce((latest, { at }) => Math.max(latest, at), 0);
  const seen = new Set(parked.filter((one) => one.handler === handler).map(({ eventId }) => eventId));
  return log
    .filter((record) => record.topic === topic && types.includes(record.type))
    .filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId))
    .map((record) => ({ ...record, appliedAt: applied.get(record.eventId) ?? end }));
}

/** Answers for a moment when something of these was applied last before it. */
function lastProgress(met: readonly Met[]): (before: number) => number {
  const moments = [...new Set(met.map(({ appliedAt }) => appliedAt))].sort((a, b) => a - b);
  const previous = new Map(moments.map((moment, i) => [moment, moments[i - 1] ?? Number.NEGATIVE_INFINITY]));
  return (before) => previous.get(before)!;
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
