import { EVENT_LOG, MESSAGING_LOG, type EventLog } from '#libs/messaging';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import type { Logger } from 'pino';
import { AuthGuard } from './auth/auth.guard.js';
import { TokenVerifier } from './auth/token-verifier.js';
import { brokerAccessOf } from './broker-access.js';
import { HealthController } from './health.controller.js';
import { Lifecycle } from './lifecycle.js';
import { LOG } from './logging.js';
import { MetricsController } from './metrics.js';
import { ProblemFilter } from './problem.filter.js';
import { SchemaPipe } from './schema.pipe.js';
import { CONFIG, type HttpSettings, type ServiceSettings } from './settings.js';

/** What every service has: configuration, log, guard, pipe, filter, health and metrics. */
@Module({})
export class ServiceKitModule {
  static around(app: Type | DynamicModule, config: HttpSettings & Partial<ServiceSettings>, log: Logger, filter: ProblemFilter): DynamicModule {
    return {
      module: ServiceKitModule,
      global: true,
      imports: [app],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        { provide: MESSAGING_LOG, useValue: log },
        { provide: EVENT_LOG, useValue: eventLogOf(config) },
        { provide: TokenVerifier, useValue: new TokenVerifier(config) },
        { provide: APP_GUARD, useFactory: (tokens: TokenVerifier) => new AuthGuard(tokens), inject: [TokenVerifier] },
        { provide: APP_PIPE, useClass: SchemaPipe },
        { provide: APP_FILTER, useValue: filter },
        Lifecycle,
      ],
      exports: [CONFIG, LOG, MESSAGING_LOG, EVENT_LOG, TokenVerifier, Lifecycle],
    };
  }
}

function eventLogOf(config: Partial<ServiceSettings>): EventLog {
  const { EVENTS: events, KAFKA_BROKERS: brokers, EVENT_LOG_KEEP_DAYS: keepDays } = config;
  return { events, brokers, access: brokerAccessOf(config), keepDays };
}
