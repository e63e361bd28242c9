import { Messaging } from '#libs/messaging';
import { Inject, Injectable, Optional, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { migrate } from './migrate.js';

/** Where the process is between its start and its end. */
@Injectable()
export class Lifecycle implements BeforeApplicationShutdown {
  /** False before everything runs and from the moment it shall stop. */
  isServing = false;

  constructor(
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

  /** Events come last: what they set off needs the database, and whoever watches needs HTTP. */
  async startMessaging(): Promise<void> {
    await this.messaging?.start();
  }

  /** Nest calls this before it closes HTTP and the database, which the running slice still needs. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isServing = false;
    await this.messaging?.stop();
  }
}
