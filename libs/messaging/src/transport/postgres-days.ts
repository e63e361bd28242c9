import { Gauge } from 'prom-client';
import type { DataSource } from 'typeorm';
import { everyHour } from '../every-hour.js';
import type { MessagingLog } from '../log.js';

const unread = new Gauge({
  name: 'redress_event_log_unread_old_events',
  help: 'Events of a day that should be gone from the Postgres log and that this group has not read.',
  labelNames: ['group', 'topic', 'partition'] as const,
});

/** A group that has not read a day that should be gone. */
export interface Laggard {
  day: string;
  group_id: string;
  topic: string;
  part: number;
  behind: number | string;
}

/** Keeps the days of the Postgres log: tomorrow is there in time, and old days go when every group has read them. */
export class PostgresDays {
  private stopKeeping: (() => Promise<void>) | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly keepDays: number,
    private readonly log: MessagingLog,
  ) {}

  start(): void {
    this.stopKeeping ??= everyHour(() => this.turn(), this.log, 'event log: days stay as they are');
  }

  async stop(): Promise<void> {
    await this.stopKeeping?.();
  }

  /** Makes the partitions of the next days. */
  async make(): Promise<void> {
    await this.db.query('select event_log.make_days()');
  }

  /** Drops days that are old enough and read by all; returns the groups that are in the way. */
  async drop(): Promise<Laggard[]> {
    const laggards: Laggard[] = await this.db.query('select * from event_log.drop_days($1)', [this.keepDays]);
    unread.reset();
    for (const { day, group_id: group, topic, part: partition, behind } of laggards) {
      unread.set({ group, topic, partition }, Number(behind));
      this.log.error({ day, group, topic, partition, behind }, 'event log: a day is kept because this group has not read it');
    }
    return laggards;
  }

  private async turn(): Promise<void> {
    await this.make();
    await this.drop();
  }
}
