import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { pino } from 'pino';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { notesDatabase } from '../test/notes.module.js';
import { dataSourceFor } from './database.js';
import { Lifecycle } from './lifecycle.js';
import { migrate } from './migrate.js';

class OfThisBuild1900000000000 implements MigrationInterface {
  name = 'OfThisBuild1900000000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table of_this_build (id int)');
  }
  down(): Promise<void> {
    return Promise.resolve();
  }
}

const newer = { ...notesDatabase, migrations: [...notesDatabase.migrations, OfThisBuild1900000000000] };
let fresh: FreshDatabase;
let db: DataSource;
beforeEach(async () => {
  fresh = await freshDatabase(notesDatabase);
  db = await dataSourceFor(newer, { DATABASE_URL: fresh.url, DATABASE_POOL_SIZE: 4, DATABASE_STATEMENT_TIMEOUT_MS: 10_000 }).initialize();
});
afterEach(async () => {
  await db.destroy();
  await fresh.drop();
});

const aLifecycle = (told: string[] = []): Lifecycle => new Lifecycle(pino({ level: 'warn' }, { write: (line) => void told.push(line) }), db);
const settled = (promise: Promise<unknown>): Promise<unknown> =>
  Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve('waits'), 1_200))]);

it('a replica that is ahead of its schema waits, says so once, and goes on when another has migrated', async () => {
  const told: string[] = [];
  const waiting = aLifecycle(told).untilMigrated();
  expect(await settled(waiting)).toBe('waits');
  await migrate(db);
  expect(await waiting).toBe(true);
  expect(told).toEqual([expect.stringMatching(/OfThisBuild1900000000000.*migrations are pending/)]);
});

it('and does not go on when it shall stop meanwhile', async () => {
  const lifecycle = aLifecycle();
  const waiting = lifecycle.untilMigrated();
  await lifecycle.beforeApplicationShutdown();
  expect(await waiting).toBe(false);
});
