import { everyHour, Messaging } from '#libs/messaging';
import { Inject, Injectable, Optional, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { forgetOldKeys } from './idempotency.js';
import { LOG } from './logging.js';
import { migrate, pendingMigrations } from './migrate.js';

const LOOK_FOR_MIGRATIONS_EVERY_MS = 500;

/** Where the process is between its start and its end. */
@Injectable()
export class Lifecycle implements BeforeApplicationShutdown {
  /** False before everything runs and from the moment it shall stop. */
  isServing = false;
  private readonly stopping = new AbortController();
  private stopForgetting: () => Promise<void> = () => Promise.resolve();

  constructor(
    @Inject(LOG) private readonly log: Logger,
    @Optional() @Inject(DataSource) private readonly db?: DataSource,
    @Optional() @Inject(Messaging) private readonly messaging?: Messaging,
  ) {}

  /** Does this service take part in the event log? */
  get hasEvents(): boolean {
    return this.messaging !== undefined;
  }

  /** Opens the database, and brings its schema up to date when asked to; returns the migrations that were run. */
  async connect({ migrates }: { migrates: boolean }): Promise<string[]> {
    if (this.db && !this.db.isInitialized) await this.db.initialize();
    return this.db && migrates ? migrate(this.db) : [];
  }

  /**
   * Waits until the schema is as this build needs it, whoever brings it there: events that are heard before their columns exist would be
   * parked, as if the fault were theirs. Answers false when the process shall stop meanwhile.
   */
  async untilMigrated(): Promise<boolean> {
    const { signal } = this.stopping;
    for (let told = false; this.db && !signal.aborted; told = true) {
      const pending = await pendingMigrations(this.db).catch((error: unknown) => (signal.aborted ? [] : Promise.reject(error as Error)));
      if (pending.length === 0) break;
      if (!told) this.log.warn({ migrations: pending }, 'migrations are pending: events wait until `npm run migrate` has run');
      await sleep(LOOK_FOR_MIGRATIONS_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
    return !signal.aborted;
  }

  /** Events come last: what they set off needs the database, and whoever watches needs HTTP. */
  async startMessaging(): Promise<void> {
    await this.messaging?.start();
  }

  /** From now on the orchestrator may send requests. */
  serve(): void {
    this.isServing = true;
    const { db } = this;
    // Several replicas may do it at once: what one has deleted, the others do not find.
    if (db) this.stopForgetting = everyHour(() => forgetOldKeys(db), this.log, 'old idempotency keys stay');
  }

  /** From now on nobody should send more: the process calls itself unready, and every answer ends its connection. */
  stopServing(): void {
    this.isServing = false;
    this.stopping.abort();
  }

  get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Nest calls this before it closes HTTP and the database, which the running slice still needs. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopServing();
    await this.stopForgetting();
    await this.messaging?.stop();
  }
}
