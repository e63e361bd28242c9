import { groupBy, pairs } from './grouping.js';
import type { History, LoggedRecord } from './history.js';
import type { Violation } from './violation.js';

const byOffset = (a: LoggedRecord, b: LoggedRecord): number => a.partition - b.partition || a.offset - b.offset;

/** I4: the first occurrences of a key's events stand in the log in their order, without a gap and in one partition. */
export function isLoggedInOrder({ log, injected }: History): Violation[] {
  const told = log.filter(({ eventId }) => !injected.has(eventId));
  return [...groupBy(told, ({ source, key, topic }) => `${topic} ${source} ${key}`).values()].flatMap((records): Violation[] => {
    const { key, source, topic } = records[0]!;
    const first = firstOccurrences([...records].sort(byOffset));
    if (new Set(records.map(({ partition }) => partition)).size > 1)
      return [{ invariant: 'I4', key, what: `the events of the key stand in several partitions of ${topic}` }];
    const wrong = first.findIndex(({ sequence }, i) => sequence !== i + 1);
    if (wrong === -1) return [];
    const { sequence, offset } = first[wrong]!;
    return [{ invariant: 'I4', key, what: `${source}#${sequence} stands at offset ${offset} of ${topic} where ${source}#${wrong + 1} belongs` }];
  });
}

/** I5: each handler applies a key's events in their order. */
export function isAppliedInOrder({ notes }: History): Violation[] {
  const applied = notes.filter(({ kind }) => kind === 'applied');
  return [...groupBy(applied, ({ handler, source, key }) => `${handler} ${source} ${key}`).values()].flatMap((ofKey) =>
    pairs([...ofKey].sort((a, b) => a.seq - b.seq))
      .filter(([one, next]) => next.sequence < one.sequence)
      .map(([one, next]): Violation => ({
        invariant: 'I5',
        key: one.key,
        what: `${one.handler} applied ${one.source}#${next.sequence} after ${one.source}#${one.sequence}`,
      })),
  );
}

function firstOccurrences(records: readonly LoggedRecord[]): LoggedRecord[] {
  const seen = new Set<string>();
  return records.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId));
}
