import { dayOf, type Day } from './calendar.js';
import type { CauseRecord } from './cause-record.js';

/** One cause in one product. */
export interface Series {
  causeCode: string;
  product: string;
}

/** Names a series in a map; a code holds no NUL. */
export function keyOf({ causeCode, product }: Series): string {
  return `${causeCode}\0${product}`;
}

/** Complaints of a series that happened on one day and became known on another, to be added to what is counted; below zero for those that turned out to be of another series. */
export interface CountChange extends Series {
  occurredOn: Day;
  recordedOn: Day;
  count: number;
}

/**
 * A first record counts its complaint; a later one counts it where it belongs now, and takes it from its old series on the day on
 * which that became known: days before stay as they were known.
 */
export function countChanges(record: CauseRecord, old?: CauseRecord): CountChange[] {
  const now = counted(record, 1);
  if (!old) return [now];
  const before = counted(old, -1);
  return [{ ...before, recordedOn: now.recordedOn > before.recordedOn ? now.recordedOn : before.recordedOn }, now];
}

/** The same changes with those of one series and the same days in one. */
export function summed(changes: readonly CountChange[]): CountChange[] {
  return sumBy(changes, (change) => `${keyOf(change)}\0${change.occurredOn}${change.recordedOn}`);
}

/** The same changes for the company as a whole, whatever the series. */
export function summedForCompany(changes: readonly CountChange[]): Omit<CountChange, keyof Series>[] {
  return sumBy(changes, ({ occurredOn, recordedOn }) => occurredOn + recordedOn);
}

function counted({ causeCode, product, occurredAt, recordedAt }: CauseRecord, count: number): CountChange {
  return { causeCode, product, occurredOn: dayOf(occurredAt), recordedOn: dayOf(recordedAt), count };
}

function sumBy(changes: readonly CountChange[], nameOf: (change: CountChange) => string): CountChange[] {
  const sums = new Map<string, CountChange>();
  for (const change of changes) {
    const name = nameOf(change);
    const sum = sums.get(name);
    if (sum) sum.count += change.count;
    else sums.set(name, { ...change });
  }
  return [...sums.values()].filter(({ count }) => count !== 0);
}
