import { Messaging } from '#libs/messaging';
import { Controller, Get, Inject, Optional, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { Allow } from './auth/allow.js';
import { Lifecycle } from './lifecycle.js';
import { pendingMigrations } from './migrate.js';

/** What else a service looks at before it calls itself ready: for each name `ok`, or what is wrong. */
export type ReadinessChecks = () => Promise<{ isReady: boolean; checks: Record<string, string> }>;

/** Injection token of a service's own `ReadinessChecks`. */
export const READINESS = Symbol('READINESS');

/** Asked by the orchestrator: is the process alive, and may it get requests? */
@ApiExcludeController()
@Controller()
export class HealthController {
  // Migrations do not come back: one good answer is enough.
  private isMigrated = false;

  constructor(
    @Inject(Lifecycle) private readonly lifecycle: Lifecycle,
    @Optional() @Inject(DataSource) private readonly db?: DataSource,
    @Optional() @Inject(Messaging) private readonly messaging?: Messaging,
    @Optional() @Inject(READINESS) private readonly own?: ReadinessChecks,
  ) {}

  /** No dependencies here: a database that is away is no reason to kill the process. */
  @Get('livez')
  @Allow('public')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Allow('public')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: 'ok' | 'unready'; checks: Record<string, string> }> {
    const checks = {
      process: this.lifecycle.isServing ? 'ok' : 'starting or stopping',
      ...(this.db ? { database: await this.database(this.db) } : {}),
      ...(this.messaging ? { messaging: this.messaging.isReady() ? 'ok' : 'not joined' } : {}),
    };
    const own = await this.own?.();
    const isReady = Object.values(checks).every((check) => check === 'ok') && (own?.isReady ?? true);
    if (!isReady) reply.code(503);
    return { status: isReady ? 'ok' : 'unready', checks: { ...checks, ...own?.checks } };
  }

  private async database(db: DataSource): Promise<string> {
    try {
      if (this.isMigrated) await db.query('select 1');
      else this.isMigrated = (await pendingMigrations(db)).length === 0;
      return this.isMigrated ? 'ok' : 'migrations are pending';
    } catch {
      return 'cannot be reached';
    }
  }
}
