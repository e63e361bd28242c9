import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables behind every promise of messaging; each service has its own in its own schema. */
export class Messaging1700000000000 implements MigrationInterface {
  name = 'Messaging1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    // One row per key that ever spoke: its lock orders the outbox of that key (rule W), its counter numbers the events without gaps.
    await runner.query(`create table aggregate_head (
      aggregate_id text primary key,
      last_sequence bigint not null
    ) with (fillfactor = 80)`);

    // Read and deleted in order all day long: few indexes, and vacuum soon, or dead rows slow the head of the queue down.
    await runner.query(`create table outbox (
      relay_part smallint not null,
      seq bigint generated always as identity,
      event_id uuid not null,
      topic text not null,
      key text not null,
      sequence bigint not null,
      type text not null,
      headers jsonb not null,
      payload text not null,
      created_at timestamptz not null default clock_timestamp(),
      primary key (relay_part, seq),
      constraint outbox_one_event_per_version unique (key, sequence)
    ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`);

    await runner.query(`create table inbox (
      handler text not null,
      event_id uuid not null,
      handled_at timestamptz not null default now(),
      primary key (handler, event_id)
    )`);

    await runner.query(`create table parked (
      seq bigint generated always as identity primary key,
      handler text not null,
      key text not null,
      event_id uuid not null,
      topic text not null,
      partition integer not null,
      record_offset text not null,
      headers jsonb not null,
      payload text not null,
      state text not null default 'waiting' check (state in ('waiting', 'dead')),
      reason text not null,
      error text,
      attempts integer not null default 0,
      next_at timestamptz not null default now(),
      parked_at timestamptz not null default now(),
      unique (handler, event_id)
    )`);
    await runner.query(`create index parked_by_key on parked (handler, key, seq)`);
    await runner.query(`create index parked_due on parked (next_at) where state = 'waiting'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table parked, inbox, outbox, aggregate_head`);
  }
}
