import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AssignmentsAndAgents1767225600000 implements MigrationInterface {
  name = 'AssignmentsAndAgents1767225600000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table team (
        id uuid primary key,
        name text not null unique,
        skills text[] not null,
        version integer not null
      )`);

    // No index on the load: it changes with every complaint, and a page that is not full lets the change stay in place.
    await db.query(`create sequence agent_turn as integer cycle`);
    await db.query(`
      create table agent (
        id uuid primary key,
        subject text not null unique,
        display_name text not null,
        team_id uuid not null references team,
        skills text[] not null,
        languages text[] not null,
        capacity integer not null check (capacity >= 0),
        care boolean not null,
        available boolean not null,
        open_count integer not null check (open_count >= 0),
        last_turn integer not null,
        version integer not null
      ) with (fillfactor = 50)`);

    await db.query(`
      create table assignment (
        id uuid primary key,
        complaint_id uuid not null,
        cycle integer not null check (cycle > 0),
        status text not null check (status in ('queued', 'assigned', 'ended')),
        agent_id uuid references agent,
        team_id uuid references team,
        how text check (how in ('routed', 'taken', 'transferred')),
        queue_reason text check (queue_reason in ('no-agent-available', 'no-suitable-agent', 'released')),
        release_reason text,
        released_by uuid[] not null,
        started_at timestamptz(3) not null,
        answer_due_at timestamptz(3) not null,
        queued_at timestamptz(3),
        assigned_at timestamptz(3),
        ended_at timestamptz(3),
        ended_because text check (ended_because in ('closed', 'withdrawn', 'needs-nobody')),
        escalation_level integer not null,
        next_escalation_at timestamptz(3),
        kind text not null,
        channel text not null,
        product text not null,
        language text not null,
        priority text not null check (priority in ('urgent', 'high', 'normal', 'low')),
        priority_rank smallint not null generated always as (case priority when 'urgent' then 1 when 'high' then 2 when 'normal' then 3 else 4 end) stored,
        needs_care boolean not null,
        occurred_at timestamptz(3) not null,
        registered_at timestamptz(3) not null,
        historical boolean not null,
        version integer not null,
        unique (complaint_id, cycle),
        constraint assignment_has_an_agent_exactly_while_assigned check (status = 'ended' or (status = 'assigned') = (agent_id is not null)),
        constraint assignment_in_queue_says_why check (status <> 'queued' or (queued_at is not null and queue_reason is not null)),
        constraint assignment_ended_says_why check ((status = 'ended') = (ended_because is not null and ended_at is not null))
      ) with (fillfactor = 80)`);
    await db.query(`create unique index assignment_one_open_cycle on assignment (complaint_id) where status <> 'ended'`);
    await db.query(`create index assignment_queue on assignment (priority_rank, queued_at, id) where status = 'queued'`);
    await db.query(`create index assignment_escalates on assignment (next_escalation_at) where next_escalation_at is not null`);
    await db.query(`create index assignment_by_agent on assignment (agent_id, id)`);

    await db.query(`
      create table escalation (
        id uuid primary key,
        complaint_id uuid not null,
        cycle integer not null,
        level integer not null,
        due_at timestamptz(3) not null,
        escalated_at timestamptz(3) not null,
        unique (complaint_id, cycle, level)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table escalation, assignment, agent, team');
    await db.query('drop sequence agent_turn');
  }
}
