import { runWork } from '#libs/messaging';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { RULES, type Rules } from '../commands/review-day.js';
import { sweepNextDay } from '../commands/sweep-days.js';
import { databaseTime } from '../queries/metrics.js';

export const REVIEW_EVERY_SECONDS = Symbol('REVIEW_EVERY_SECONDS');
const NAME = 'daily-review';

/** Judges every day once it is over, by the database's clock; any number of replicas may look. */
@Injectable()
export class DailyReview implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(DailyReview.name);
  private round: Promise<void> | undefined;

  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(SchedulerRegistry) private readonly registry: SchedulerRegistry,
    @Inject(RULES) private readonly rules: Rules,
    @Inject(REVIEW_EVERY_SECONDS) private readonly everySeconds: number,
  ) {}

  onApplicationBootstrap(): void {
    this.registry.addInterval(NAME, setInterval(() => this.tick(), this.everySeconds * 1_000).unref());
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.registry.doesExist('interval', NAME)) this.registry.deleteInterval(NAME);
    await this.round; // @nestjs/schedule does not wait for a round that is under way
  }

  /** Judges all days that are over and not judged yet, one transaction each. */
  async run(): Promise<void> {
    let day: string | undefined;
    do {
      const now = await databaseTime(this.db.manager);
      day = await runWork(this.db, { actor: 'improvement.daily-review', now }, (work) => sweepNextDay(work, this.rules));
      if (day) this.log.log(`reviewed ${day}`);
    } while (day);
  }

  private tick(): void {
    this.round ??= this.run()
      .catch((error: unknown) => this.log.error('the daily review failed and is tried again', error instanceof Error ? error.stack : undefined))
      .finally(() => (this.round = undefined));
  }
}
