import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The resolution of a complaint, what was said and found, and the cycles and decisions that came before. */
export class Resolution1772000000000 implements MigrationInterface {
  name = 'Resolution1772000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table resolution (
        complaint_id uuid primary key,
        version integer not null,
        status text not null check (status in ('investigating', 'proposed', 'accepted', 'declined', 'closed', 'withdrawn')),
        cycle integer not null check (cycle > 0),
        agent_id uuid,
        agent_subject text,
        facts jsonb,
        opened_at timestamptz not null,
        stage integer not null check (stage >= 0),
        decision text,
        reasons text,
        redress jsonb not null,
        proposed_at timestamptz,
        proposed_by text,
        answered_at timestamptz,
        decline_reason text,
        cause_code text,
        cause_note text,
        closed_at timestamptz,
        closed_by text,
        withdrawn_at timestamptz,
        constraint withdrawn_before_assignment check (facts is not null or status = 'withdrawn'),
        constraint told_before_closed check (status <> 'closed' or (stage > 0 and decision is not null and reasons is not null and closed_at is not null)),
        constraint complaint_names_cause check (status <> 'closed' or facts ->> 'kind' <> 'complaint' or cause_code is not null)
      ) with (fillfactor = 80)`);
    await runner.query('create index resolution_by_status on resolution (status, complaint_id desc)');
    const proposal = `
        id uuid primary key,
        complaint_id uuid not null references resolution,
        cycle integer not null,
        stage integer not null,
        decision text not null,
        reasons text not null,
        redress jsonb not null,
        proposed_at timestamptz not null,
        proposed_by text not null,
        answered_at timestamptz,
        decline_reason text`;
    await runner.query(`create table declined_proposal (${proposal}, unique (complaint_id, cycle, stage))`);
    await runner.query(`
      create table resolution_cycle (${proposal},
        opened_at timestamptz not null,
        cause_code text,
        cause_note text,
        closed_at timestamptz not null,
        closed_by text not null,
        reopened_at timestamptz not null,
        reopened_by text not null check (reopened_by in ('customer', 'staff')),
        reopen_reason text not null,
        unique (complaint_id, cycle)
      )`);
    await runner.query(`
      create table finding (
        id uuid primary key,
        complaint_id uuid not null references resolution,
        cycle integer not null,
        text text not null,
        found_by text not null,
        found_at timestamptz not null
      )`);
    await runner.query('create index finding_by_complaint on finding (complaint_id, id)');
    await runner.query(`
      create table message (
        id uuid primary key,
        complaint_id uuid not null references resolution,
        cycle integer not null,
        sender text not null check (sender in ('agent', 'customer')),
        text text not null,
        written_by text not null,
        sent_at timestamptz not null
      )`);
    await runner.query('create index message_by_complaint on message (complaint_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table message, finding, resolution_cycle, declined_proposal, resolution');
  }
}
