import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Problems, their fix tasks, and what the checks said. */
export class Problems1700000002000 implements MigrationInterface {
  name = 'Problems1700000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table problem (
      id uuid primary key,
      cause_code text not null,
      product text not null,
      status text not null check (status in ('open', 'fix-in-progress', 'monitoring', 'effective', 'reopened', 'closed')),
      cycle int not null,
      opened_at timestamptz not null,
      opened_on date not null,
      reason text not null,
      closed_at timestamptz,
      closed_by text,
      closure_note text,
      version int not null
    )`);
    // The invariant behind "exactly one problem": whatever races, the database refuses the second.
    await runner.query(`create unique index one_problem_per_cause on problem (cause_code, product) where status <> 'closed'`);

    await runner.query(`create table fix_task (
      id uuid primary key,
      problem_id uuid not null references problem,
      cycle int not null,
      cause_code text not null,
      product text not null,
      status text not null check (status in ('open', 'started', 'shipped')),
      expected_reduction double precision not null check (expected_reduction > 0 and expected_reduction <= 1),
      due_on date not null,
      owner text,
      reason text not null,
      criteria jsonb not null,
      opened_at timestamptz not null,
      started_at timestamptz,
      started_by text,
      shipped_at timestamptz,
      shipped_by text,
      ship_note text,
      looks int not null,
      judge_on date,
      historical boolean not null,
      version int not null,
      unique (problem_id, cycle)
    )`);
    await runner.query('create index fix_task_to_judge on fix_task (judge_on) where judge_on is not null');

    await runner.query(`create table effectiveness_check (
      id uuid primary key,
      problem_id uuid not null references problem,
      fix_task_id uuid not null references fix_task,
      cycle int not null,
      look int not null,
      window_days int not null,
      verdict text not null check (verdict in ('held', 'failed', 'inconclusive')),
      before int not null,
      after int not null,
      moved_to text,
      reason text not null,
      judged_at timestamptz not null,
      unique (fix_task_id, look)
    )`);
    await runner.query('create index effectiveness_check_by_problem on effectiveness_check (problem_id)');

    await runner.query(`create table sweep_run (
      sweep text not null,
      due_on date not null,
      ran_at timestamptz not null default now(),
      primary key (sweep, due_on)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['sweep_run', 'effectiveness_check', 'fix_task', 'problem']) await runner.query(`drop table ${table}`);
  }
}
