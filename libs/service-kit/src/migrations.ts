import type { MigrationInterface, QueryRunner } from 'typeorm';

class IdempotencyKey1700000000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // The answer is kept as text, so that a replay is the same bytes.
    await db.query(`
      create table idempotency_key (
        scope text not null,
        key text not null,
        request_hash text not null,
        status smallint not null,
        body text,
        created_at timestamptz(3) not null default now(),
        primary key (scope, key)
      )`);
    await db.query('create index on idempotency_key (created_at)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table idempotency_key');
  }
}

/** Tables that `service-kit` needs in every service's schema. */
export const serviceKitMigrations: readonly (new () => MigrationInterface)[] = [IdempotencyKey1700000000100];
