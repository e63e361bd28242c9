import type { Work } from '#libs/messaging';
import type { Handling } from '../domain/status-view.js';
import type { TimelineStep } from '../domain/timeline.js';

/** What one event of another service means for the customer: a step to see, and what it says about where handling stands. */
export interface ProjectedStep {
  step: TimelineStep;
  /** From assignment; says who and until when, and the stage only while resolution has not begun. */
  assignment?: { stage: 'queued' | 'assigned'; agentId: string | null; answerDueAt: Date };
  /** From resolution, which decides the stage from then on. */
  resolution?: { stage: Handling['stage']; cycle: number; closedAt?: Date };
}

/** Adds a step to the timeline and moves the handling state on; assignment and resolution may be heard in any order. */
export async function projectStep(work: Work, complaintId: string, eventId: string, { step, assignment, resolution }: ProjectedStep): Promise<void> {
  await work.tx.query(
    `with entry as (insert into timeline_entry (complaint_id, event_id, step, at) values ($1::uuid, $2::uuid, $3::text, $4::timestamptz)),
     told as (select $5::text as by_resolution, $6::text as by_assignment, $7::integer as cycle, $8::uuid as agent_id, $9::timestamptz as due_at, $10::timestamptz as closed_at)
     insert into handling as h (complaint_id, stage, cycle, agent_id, answer_due_at, closed_at)
     select $1::uuid, coalesce(by_resolution, by_assignment), coalesce(cycle, 1), agent_id, due_at, closed_at from told where coalesce(by_resolution, by_assignment) is not null
     on conflict (complaint_id) do update set
       stage = coalesce($5::text, case when h.stage in ('waiting', 'queued', 'assigned') then $6::text end, h.stage),
       cycle = coalesce($7::integer, h.cycle),
       agent_id = case when $6::text is null then h.agent_id else excluded.agent_id end,
       answer_due_at = coalesce(excluded.answer_due_at, h.answer_due_at),
       closed_at = case when $5::text is null then h.closed_at else excluded.closed_at end`,
    [
      ...[complaintId, eventId, step, work.now],
      ...[resolution?.stage ?? null, assignment?.stage ?? null, resolution?.cycle ?? null],
      ...[assignment?.agentId ?? null, assignment?.answerDueAt ?? null, resolution?.closedAt ?? null],
    ],
  );
}
