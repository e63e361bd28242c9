import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was heard of complaints, their causes, and the counts that judgements read. */
export class Causes1700000001000 implements MigrationInterface {
  name = 'Causes1700000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table complaint_fact (
      complaint_id uuid primary key,
      kind text,
      product text,
      language text,
      occurred_at timestamptz,
      registered_at timestamptz,
      withdrawn_at timestamptz,
      closed_at timestamptz,
      closed_cycle int not null default 0,
      reopened_at timestamptz,
      reopened_cycle int not null default 0,
      has_cause boolean not null default false
    ) with (fillfactor = 80)`);

    await runner.query(`create table handling_cycle (
      complaint_id uuid not null,
      cycle int not null,
      began_at timestamptz not null,
      closed_at timestamptz not null,
      primary key (complaint_id, cycle)
    )`);

    // Counted as events come, so that a leader's figures cost the same in the tenth year as in the first week.
    await runner.query(`create table complaint_tally (
      week date not null,
      kind text not null,
      language text not null,
      received int not null,
      closed int not null,
      withdrawn int not null,
      causes int not null,
      primary key (week, kind, language)
    ) with (fillfactor = 50)`);

    await runner.query(`create table cause_record (
      id uuid primary key,
      complaint_id uuid not null unique,
      cause_code text not null,
      product text not null,
      recorded_by text not null check (recorded_by in ('agent', 'rule', 'nobody')),
      cycle int not null,
      occurred_at timestamptz not null,
      recorded_at timestamptz not null,
      version int not null
    )`);
    await runner.query('create index cause_record_by_series on cause_record (cause_code, product, occurred_at desc, id desc)');
    await runner.query('create index cause_record_by_product on cause_record (product, occurred_at desc, id desc)');
    await runner.query('create index cause_record_by_occurrence on cause_record (occurred_at desc, id desc)');

    await runner.query(`create table cause_record_history (
      complaint_id uuid not null,
      cycle int not null,
      cause_code text not null,
      product text not null,
      recorded_by text not null,
      recorded_at timestamptz not null,
      replaced_at timestamptz not null,
      primary key (complaint_id, cycle)
    )`);

    // Locked before its complaints are counted: of two closings at the same moment the second sees the first.
    await runner.query(`create table cause_series (
      cause_code text not null,
      product text not null,
      counted_from date,
      last_recorded_at timestamptz not null,
      primary key (cause_code, product)
    ) with (fillfactor = 80)`);

    // By day of recording too, so that a past day can be judged with what was known on it.
    await runner.query(`create table cause_day (
      cause_code text not null,
      product text not null,
      occurred_on date not null,
      recorded_on date not null,
      count int not null,
      primary key (cause_code, product, occurred_on, recorded_on)
    ) with (fillfactor = 80)`);
    await runner.query('create index cause_day_by_day on cause_day (occurred_on)');
    await runner.query('create index cause_day_by_product on cause_day (product, occurred_on)');

    await runner.query(`create table company_day (
      occurred_on date not null,
      recorded_on date not null,
      count int not null,
      primary key (occurred_on, recorded_on)
    ) with (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'company_day',
      'cause_day',
      'cause_series',
      'cause_record_history',
      'cause_record',
      'complaint_tally',
      'handling_cycle',
      'complaint_fact',
    ];
    for (const table of tables) await runner.query(`drop table ${table}`);
  }
}
