import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is needed to see, mend and give up what got stuck, and to notice what is missing. */
export class Parking1720000000000 implements MigrationInterface {
  name = 'Parking1720000000000';

  async up(runner: QueryRunner): Promise<void> {
    // What could not be read stays as it came, byte for byte, also after somebody has decided about it.
    await runner.query(`create table quarantined (
      event_id uuid primary key,
      topic text not null,
      partition integer not null,
      record_offset text not null,
      record_key bytea not null,
      headers bytea not null,
      value bytea not null,
      reason text not null,
      quarantined_at timestamptz not null default now()
    )`);

    // The order of a key's queue: a late event takes a place between others.
    await runner.query(`create sequence parked_place`);
    await runner.query(`alter table parked
      add column place double precision not null default nextval('parked_place'),
      add column type text not null default '',
      add column source text not null default '',
      add column sequence bigint not null default 0,
      alter column payload drop not null`);
    await runner.query(`update parked set place = seq, type = coalesce(headers ->> 'ce_type', ''), source = coalesce(headers ->> 'ce_source', ''),
      sequence = case when headers ->> 'ce_sequence' ~ '^[0-9]{1,15}$' then (headers ->> 'ce_sequence')::bigint else 0 end`);
    await runner.query(`select setval('parked_place', (select coalesce(max(seq), 0) + 1 from parked), false)`);
    await runner.query(`alter sequence parked_place owned by parked.place`);
    await runner.query(`drop index parked_by_key`);
    await runner.query(`create index parked_by_key on parked (handler, key, place, seq)`);
    await runner.query(`drop index parked_due`);

    // How far each key of each source was heard; missing holds the numbers in between that never came.
    await runner.query(`create table consumer_position (
      source text not null,
      key text not null,
      first_sequence bigint not null,
      last_sequence bigint not null,
      missing int8multirange not null default '{}',
      primary key (key, source)
    ) with (fillfactor = 60)`);

    await runner.query(`create table redrive_audit (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      actor text not null,
      action text not null check (action in ('redrive', 'discard')),
      selection jsonb not null,
      why text,
      keys integer not null,
      event_ids uuid[] not null
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table redrive_audit, consumer_position, quarantined`);
    await runner.query(`create index parked_due on parked (next_at) where state = 'waiting'`);
    await runner.query(`drop index parked_by_key`);
    await runner.query(`delete from parked where payload is null`);
    await runner.query(
      `alter table parked drop column place, drop column type, drop column source, drop column sequence, alter column payload set not null`,
    );
    await runner.query(`create index parked_by_key on parked (handler, key, seq)`);
  }
}
