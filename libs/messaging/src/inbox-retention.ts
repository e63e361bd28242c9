import type { DataSource } from 'typeorm';
import type { EventTransport } from './transport/transport.js';

const DAY_MS = 86_400_000;
const AT_ONCE = 5_000;
/** After so many days ids may go; a log that keeps its records longer moves it to the next. */
const KEPT_DAYS = [30, 90, 400];
/** A relay may send again what it had sent, days after the first time: such a copy is younger than the id that knows it. */
const COPIES_COME_WITHIN_DAYS = 7;

// By the primary key: event ids of ours begin with the time at which they were made, and nobody applies an event before that.
const FORGET = `
  delete from inbox where handler = $1 and event_id in (
    select event_id from inbox where handler = $1 and event_id < $2::uuid and handled_at < $3 order by event_id limit ${AT_ONCE} for update skip locked)`;

/** Who heard what: the topics of a service, and the names of its handlers. */
export interface Hearing {
  topics: readonly string[];
  handlers: readonly string[];
}

/**
 * Forgets the ids of events that the log can bring no more, so that the inbox does not grow for ever; answers how many. While the log holds
 * records of that time, or does not say whether it does, every id stays: without it, an offset that is set back would apply its event a
 * second time. Several replicas may do it at once.
 */
export async function forgetWhatTheLogForgot(db: DataSource, log: EventTransport, { topics, handlers }: Hearing, now: Date): Promise<number> {
  const before = await unknownTo(log, topics, now);
  if (!before) return 0;
  let forgotten = 0;
  for (const handler of handlers) {
    for (let gone = AT_ONCE; gone === AT_ONCE; forgotten += gone) [, gone] = await db.query(FORGET, [handler, firstIdOf(before), before]);
  }
  return forgotten;
}

/** The latest moment of which the log brings nothing any more; undefined when it may bring all. */
async function unknownTo(log: EventTransport, topics: readonly string[], now: Date): Promise<Date | undefined> {
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  if (!log.holdsBefore) return undefined;
  for (const days of KEPT_DAYS) {
    if (!(await log.holdsBefore(topics, daysAgo(days - COPIES_COME_WITHIN_DAYS)))) return daysAgo(days);
  }
  return undefined;
}

/** The lowest UUID of version 7 that a moment may have (RFC 9562, 5.7): its first 48 bits are the milliseconds. */
function firstIdOf(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
