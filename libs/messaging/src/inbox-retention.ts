import type { DataSource } from 'typeorm';
import { nameOf } from './delivery.js';
import type { MessagingLog } from './log.js';
import type { EventTransport } from './transport/transport.js';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
const AT_ONCE = 5_000;
/** After so many days ids may go; a log that keeps its records longer moves it to the next. */
const KEPT_DAYS = [30, 90, 400];
/** A relay may send again what it had sent, days after the first time: such a copy is younger than the id that knows it. */
const COPIES_COME_WITHIN_DAYS = 7;

// By the primary key: event ids of ours begin with the time at which they were made, and nobody applies an event before that.
const FORGET = `
  delete from inbox where handler = $1 and event_id in (
    select event_id from inbox where handler = $1 and event_id < $2::uuid and handled_at < $3 order by event_id limit ${AT_ONCE} for update skip locked)`;

/**
 * Forgets the ids of events that the log can bring no more, so that the inbox does not grow for ever. While the log holds records of that
 * time, or does not say whether it does, every id stays: without it, an offset that is set back would apply its event a second time.
 */
export class InboxRetention {
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: DataSource,
    private readonly transport: EventTransport,
    private readonly hears: { topics: readonly string[]; handlers: readonly string[] },
    private readonly log: MessagingLog,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => (this.working = this.turn()), EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  /** Forgets what may be forgotten at this moment; answers how many ids that were. Several replicas may do it at once. */
  async forget(now: Date): Promise<number> {
    const before = await this.unknownToTheLog(now);
    if (!before) return 0;
    let forgotten = 0;
    for (const handler of this.hears.handlers) {
      for (let gone = AT_ONCE; gone === AT_ONCE; forgotten += gone)
        [, gone] = (await this.db.query(FORGET, [handler, firstIdOf(before), before])) as [unknown, number];
    }
    return forgotten;
  }

  /** The latest moment of which the log brings nothing any more; undefined when it may bring all. */
  private async unknownToTheLog(now: Date): Promise<Date | undefined> {
    if (!this.transport.holdsBefore) return undefined;
    for (const days of KEPT_DAYS) {
      const copiesUntil = new Date(now.getTime() - (days - COPIES_COME_WITHIN_DAYS) * DAY_MS);
      if (!(await this.transport.holdsBefore(this.hears.topics, copiesUntil))) return new Date(now.getTime() - days * DAY_MS);
    }
    return undefined;
  }

  private async turn(): Promise<void> {
    try {
      const ids = await this.forget(new Date());
      if (ids > 0) this.log.info({ ids }, 'inbox: forgot what the log brings no more');
    } catch (error) {
      this.log.warn({ error: nameOf(error) }, 'inbox: old ids stay for another hour');
    }
  }
}

/** The lowest UUID of version 7 that a moment may have (RFC 9562, 5.7): its first 48 bits are the milliseconds. */
function firstIdOf(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
