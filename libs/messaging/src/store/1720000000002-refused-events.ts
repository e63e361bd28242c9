import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person needs to decide about events that the log refused: short numbers, and what was given up kept as it was. */
export class RefusedEvents1720000000002 implements MigrationInterface {
  name = 'RefusedEvents1720000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table outbox_parked add column id bigint generated always as identity unique`);
    await runner.query(`alter table redrive_audit add column queue text not null default 'parked' check (queue in ('parked', 'refused'))`);

    // No log has it and no other table: what somebody gives up by mistake would be gone.
    await runner.query(`create table outbox_discarded (
      event_id uuid primary key,
      key text not null,
      sequence bigint not null,
      topic text not null,
      type text not null,
      headers jsonb not null,
      payload text not null,
      reason text,
      created_at timestamptz not null,
      discarded_at timestamptz not null default now()
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outbox_discarded');
    await runner.query(`delete from redrive_audit where queue = 'refused'`);
    await runner.query('alter table redrive_audit drop column queue');
    await runner.query('alter table outbox_parked drop column id');
  }
}
