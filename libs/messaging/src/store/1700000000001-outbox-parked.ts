import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where events wait that the log refused, with the later ones of their keys behind them, until a person decides. */
export class OutboxParked1700000000001 implements MigrationInterface {
  name = 'OutboxParked1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table outbox_parked (
      key text not null,
      sequence bigint not null,
      relay_part smallint not null,
      event_id uuid not null unique,
      topic text not null,
      type text not null,
      headers jsonb not null,
      payload text not null,
      created_at timestamptz not null,
      state text not null check (state in ('refused', 'behind', 'due')),
      reason text,
      attempts integer not null default 0,
      parked_at timestamptz not null default now(),
      primary key (key, sequence)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outbox_parked');
  }
}
