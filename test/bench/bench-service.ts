import { ComplaintAcknowledged, TOPIC_PARTITIONS, TOPICS } from '#libs/contracts';
import { eventLogSchema, handlesTogether, messagingMigrations, PostgresTransport, KafkaTransport, runWork, silentLog } from '#libs/messaging';
import type { EventHandler, EventTransport } from '#libs/messaging';
import { dataSourceFor, migrate, provision, type ServiceDatabase } from '#libs/service-kit';
import { v7 as uuidv7 } from 'uuid';
import pg from 'pg';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';

class Effect1800000000000 implements MigrationInterface {
  name = 'Effect1800000000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table effect (event_id uuid primary key, key text not null)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table effect');
  }
}

const effectDatabase: ServiceDatabase = { schema: 'bench', tables: [], migrations: [...messagingMigrations, Effect1800000000000] };
const PASSWORD = 'bench';
// So many that each of the few partitions gets one, but for a chance of a billionth.
const MARKERS = 100;

/** Over what events go. */
export type TransportKind = 'kafka' | 'postgres';

/** The smallest service that emits events and hears them again: one row of effect each. */
export interface BenchService {
  db: DataSource;
  /** Where its database is, with its role. */
  databaseUrl: string;
  /** Hears what `emit` sent; `heard` is told the keys of each slice that is being applied. */
  handler(heard?: (keys: readonly string[]) => void): EventHandler;
  /** What this loop can be measured on: without a broker the Postgres log alone. */
  kinds: readonly TransportKind[];
  /** A transport of its own, with its topics. */
  transport(kind: TransportKind): Promise<EventTransport>;
  /** Commits one event per key in one transaction. */
  emit(keys: readonly string[]): Promise<void>;
  /** Resolves when everything that was emitted before has been heard, whatever partition it is in. */
  heardAll(): Promise<void>;
  /** Forgets effects, inbox and outbox. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Makes that service in the database of a loop; `brokers` for the transport on Kafka. */
export async function benchService(adminUrl: string, brokers: string | undefined): Promise<BenchService> {
  const role = 'redress_bench';
  await provision(adminUrl, { schema: effectDatabase.schema, role, password: PASSWORD });
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  const url = Object.assign(new URL(adminUrl), { username: role, password: PASSWORD });
  await admin.query(`grant connect on database "${url.pathname.slice(1)}" to ${role}`);
  await admin.query(eventLogSchema([role])).finally(() => admin.end());
  const db = dataSourceFor(effectDatabase, { DATABASE_URL: url.href, DATABASE_POOL_SIZE: 10, DATABASE_STATEMENT_TIMEOUT_MS: 10_000 });
  await db.initialize();
  await migrate(db);
  const emit = (keys: readonly string[]): Promise<void> =>
    runWork(db, { actor: 'bench' }, (work) => {
      for (const complaintId of keys) work.emit(ComplaintAcknowledged({ complaintId, channel: 'app', acknowledgedAt: work.now.toISOString() }));
      return Promise.resolve();
    });
  return {
    db,
    databaseUrl: url.href,
    kinds: brokers ? ['kafka', 'postgres'] : ['postgres'],
    handler: (heard = () => undefined) =>
      handlesTogether([ComplaintAcknowledged], 'bench.note-effect', async (tx, slice) => {
        heard(slice.map(({ event }) => event.key));
        const values = [slice.map(({ event }) => event.id), slice.map(({ event }) => event.key)];
        await tx.query('insert into effect (event_id, key) select * from unnest($1::uuid[], $2::text[])', values);
      }),
    transport: async (kind) => {
      const transport =
        kind === 'kafka'
          ? new KafkaTransport({ brokers: (brokers ?? '').split(','), clientId: `bench-${uuidv7()}` }, silentLog)
          : new PostgresTransport(db, silentLog);
      await transport.ensureTopics(TOPICS, TOPIC_PARTITIONS);
      return transport;
    },
    emit,
    heardAll: async () => {
      const markers = Array.from({ length: MARKERS }, () => uuidv7());
      await emit(markers);
      for (;;) {
        const [{ heard }]: [{ heard: number }] = await db.query('select count(*)::int as heard from effect where key = any($1)', [markers]);
        if (heard === MARKERS) return;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    clear: async () => {
      await db.query('truncate effect, inbox, outbox');
    },
    close: () => db.destroy(),
  };
}
