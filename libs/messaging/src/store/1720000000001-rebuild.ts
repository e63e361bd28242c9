import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which projections are being built anew: until they are whole again, nobody else applies events in this service. */
export class Rebuild1720000000001 implements MigrationInterface {
  name = 'Rebuild1720000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table rebuild (
      id bigint generated always as identity primary key,
      projection text not null unique,
      actor text not null,
      started_at timestamptz not null default now()
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table rebuild');
  }
}
