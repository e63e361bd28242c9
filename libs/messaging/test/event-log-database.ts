import { dataSourceFor } from '#libs/service-kit';
import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { eventLogSchema } from '../src/store/event-log.js';
import { noteDatabase } from './note-service.js';

/** A database with the Postgres log in it, and an administrator's hand on it: to look at it, and to play foul. */
export interface EventLogDatabase extends FreshDatabase {
  admin: pg.Client;
  /** A pool of its own, as another process of the service has it. */
  anotherPool(): Promise<DataSource>;
}

/** A note service's database with the Postgres log, both empty. */
export async function eventLogDatabase(): Promise<EventLogDatabase> {
  const fresh = await freshDatabase(noteDatabase);
  const url = new URL(process.env['DATABASE_URL'] ?? '');
  url.pathname = new URL(fresh.url).pathname;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(eventLogSchema([new URL(fresh.url).username]));
  const pools: DataSource[] = [];
  const anotherPool = async (): Promise<DataSource> => {
    const settings = { DATABASE_URL: fresh.url, DATABASE_POOL_SIZE: 10, DATABASE_STATEMENT_TIMEOUT_MS: 10_000 };
    const pool = await dataSourceFor(noteDatabase, settings).initialize();
    pools.push(pool);
    return pool;
  };
  const drop = async (): Promise<void> => {
    await Promise.all(pools.map((pool) => pool.destroy()));
    await admin.end();
    await fresh.drop();
  };
  return { ...fresh, admin, anotherPool, drop };
}
