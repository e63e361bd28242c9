import { dataSourceFor } from '#libs/service-kit';
import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import type { DataSource } from 'typeorm';
import { describeEffects } from '../test/effects.conformance.js';
import { eventLogDatabase, type EventLogDatabase } from '../test/event-log-database.js';
import { noteDatabase } from '../test/note-service.js';
import { silentLog } from './log.js';
import { InMemoryTransport } from './transport/memory.transport.js';
import { PostgresTransport } from './transport/postgres.transport.js';

let memory: FreshDatabase | undefined;
let postgres: EventLogDatabase | undefined;
const pools: DataSource[] = [];
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.destroy()));
  await memory?.drop();
  await postgres?.drop();
});

/** Connections enough for two replicas. */
async function poolFor({ url }: FreshDatabase): Promise<DataSource> {
  const db = dataSourceFor(noteDatabase, { DATABASE_URL: url, DATABASE_POOL_SIZE: 12, DATABASE_STATEMENT_TIMEOUT_MS: 10_000 });
  pools.push(db);
  return db.initialize();
}

describeEffects('the in-memory log', async () => {
  const db = await poolFor((memory = await freshDatabase(noteDatabase)));
  const log = new InMemoryTransport();
  // One log for all replicas: it ends with none of them.
  return { db, transport: () => Object.assign(Object.create(log) as InMemoryTransport, { close: () => Promise.resolve() }) };
});

describeEffects('the Postgres log', async () => {
  const db = await poolFor((postgres = await eventLogDatabase()));
  return { db, transport: () => new PostgresTransport(db, silentLog) };
});
