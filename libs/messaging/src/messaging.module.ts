import { Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventHandler } from './handles.js';
import { silentLog, type MessagingLog } from './log.js';
import { Messaging } from './messaging.js';
import type { BrokerAccess } from './transport/broker-access.js';
import { InMemoryTransport } from './transport/memory.transport.js';
import { KafkaTransport } from './transport/kafka.transport.js';
import { PostgresTransport } from './transport/postgres.transport.js';
import type { EventTransport } from './transport/transport.js';

/** Where a service finds its event log; tests put an in-memory one here. */
export const EVENT_TRANSPORT = Symbol('EVENT_TRANSPORT');
/** The logger that messaging writes to; `service-kit` provides it. */
export const MESSAGING_LOG = Symbol('MESSAGING_LOG');
/** Where events go, as the checked configuration says; `service-kit` provides it. */
export const EVENT_LOG = Symbol('EVENT_LOG');

/** The brokers, or the log in the service's own database; neither is for OpenAPI generation and tests alone. */
export interface EventLog {
  events?: 'kafka' | 'postgres';
  brokers?: readonly string[];
  access?: BrokerAccess;
  keepDays?: number;
}

export interface MessagingModuleOptions {
  service: string;
  /** All that the service hears; a function when handlers need something injected. */
  hears: readonly EventHandler[] | ((...injected: never[]) => readonly EventHandler[]);
  inject?: InjectionToken[];
}

/** Wires messaging into a service; `service-kit` starts it after the HTTP server and stops it before. */
@Module({})
export class MessagingModule {
  static forService({ service, hears, inject = [] }: MessagingModuleOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        {
          provide: EVENT_TRANSPORT,
          useFactory: (db: DataSource, eventLog?: EventLog, log?: MessagingLog): EventTransport => transportOn(eventLog ?? {}, service, db, log),
          inject: [DataSource, { token: EVENT_LOG, optional: true }, { token: MESSAGING_LOG, optional: true }],
        },
        {
          provide: Messaging,
          useFactory: (db: DataSource, transport: EventTransport, log: MessagingLog | undefined, ...injected: never[]) =>
            new Messaging(service, db, transport, typeof hears === 'function' ? hears(...injected) : hears, log ?? silentLog, exitForRestart),
          inject: [DataSource, EVENT_TRANSPORT, { token: MESSAGING_LOG, optional: true }, ...inject],
        },
      ],
      exports: [Messaging, EVENT_TRANSPORT],
    };
  }
}

function transportOn({ events, brokers = [], access, keepDays }: EventLog, service: string, db: DataSource, log = silentLog): EventTransport {
  if (events === 'postgres') return new PostgresTransport(db, log, { keepDays });
  // Without brokers nothing leaves the process: `runService` refuses to serve so.
  return brokers.length > 0 ? new KafkaTransport({ brokers, access, clientId: service }, log) : new InMemoryTransport();
}

/** A consumer that kafkajs will not restart leaves a service that looks alive and hears nothing: better to be started afresh. */
function exitForRestart(error: Error): never {
  process.exitCode = 1;
  process.kill(process.pid, 'SIGTERM');
  throw error;
}
