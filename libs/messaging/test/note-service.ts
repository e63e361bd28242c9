import type { ServiceDatabase } from '#libs/service-kit';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { messagingMigrations } from '../src/store/migrations.js';

/** A table of effects without any unique key: what is applied twice shows twice. */
class Note1800000000000 implements MigrationInterface {
  name = 'Note1800000000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table note (id bigint generated always as identity, handler text not null, key text not null, value text not null)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table note');
  }
}

/** The smallest service that can be. */
export const noteDatabase: ServiceDatabase = { schema: 'note', tables: [], migrations: [...messagingMigrations, Note1800000000000] };

/** The effects so far, in the order in which they were made. */
export async function notes(db: DataSource, handler: string, key?: string): Promise<string[]> {
  const rows = (await db.query('select value from note where handler = $1 and ($2::text is null or key = $2) order by id', [
    handler,
    key ?? null,
  ])) as { value: string }[];
  return rows.map(({ value }) => value);
}
