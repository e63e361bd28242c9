import { clientOf } from '#libs/messaging';
import type { EntityManager } from 'typeorm';
import type { Handling } from '../domain/status-view.js';
import type { TimelineStep } from '../domain/timeline.js';

/** What one event of another service means for the customer: a step to see, and what it says about where handling stands. */
export interface ProjectedStep {
  step: TimelineStep;
  /** From assignment; says who and until when, and the stage only while resolution has not begun. */
  assignment?: { stage: 'queued' | 'assigned'; agentId: string | null; answerDueAt: Date };
  /** From resolution, which decides the stage from then on. */
  resolution?: { stage: Exclude<Handling['stage'], 'waiting' | 'queued' | 'assigned'>; cycle: number; closedAt?: Date; reopenedAt?: Date };
}

/** A step of a complaint, with the event that told of it and when. */
export interface StepTaken extends ProjectedStep {
  complaintId: string;
  eventId: string;
  at: Date;
}

const ADD_ENTRIES = `
  insert into timeline_entry (complaint_id, event_id, step, at)
  select "complaintId", "eventId", step, at
  from json_to_recordset($1::json) as t("complaintId" uuid, "eventId" uuid, step text, at timestamptz)`;

// The stage tells who speaks: 'queued' and 'assigned' are assignment's words, all others resolution's, and neither touches what the
// other said. In one order for everybody: events of one complaint from both topics may be applied by two replicas at once.
const MOVE_HANDLING = `
  insert into handling as h (complaint_id, stage, cycle, agent_id, answer_due_at, closed_at, reopened_at)
  select "complaintId", stage, coalesce(cycle, 1), "agentId", "answerDueAt", "closedAt", "reopenedAt"
  from json_to_recordset($1::json)
    as t("complaintId" uuid, stage text, cycle integer, "agentId" uuid, "answerDueAt" timestamptz, "closedAt" timestamptz, "reopenedAt" timestamptz)
  order by "complaintId"
  on conflict (complaint_id) do update set (stage, cycle, agent_id, answer_due_at, closed_at, reopened_at) = (
    select case when told.by_resolution or h.stage in ('waiting', 'queued', 'assigned') then excluded.stage else h.stage end,
      case when told.by_resolution then excluded.cycle else h.cycle end,
      case when told.by_resolution then h.agent_id else excluded.agent_id end,
      case when told.by_resolution then h.answer_due_at else excluded.answer_due_at end,
      case when told.by_resolution then excluded.closed_at else h.closed_at end,
      coalesce(excluded.reopened_at, h.reopened_at)
    from (values (excluded.stage not in ('queued', 'assigned'))) as told(by_resolution))`;

/**
 * Adds steps of different complaints to their timelines and moves the handling states on; assignment and resolution may be heard
 * in any order.
 */
export async function projectSteps(tx: EntityManager, steps: readonly StepTaken[]): Promise<void> {
  const client = await clientOf(tx.queryRunner!);
  const entries = steps.map(({ complaintId, eventId, step, at }) => ({ complaintId, eventId, step, at }));
  const moves = steps.flatMap(({ complaintId, assignment, resolution }) => {
    const told = resolution ?? assignment;
    return told ? { complaintId, ...told } : [];
  });
  // Sent together, run one after the other.
  await Promise.all([
    client.query({ name: 'intake-add-entries', text: ADD_ENTRIES, values: [JSON.stringify(entries)] }),
    moves.length > 0 && client.query({ name: 'intake-move-handling', text: MOVE_HANDLING, values: [JSON.stringify(moves)] }),
  ]);
}

/** Forgets every step of the others, before they are heard again from the beginning. */
export async function forgetSteps(tx: EntityManager): Promise<void> {
  await tx.query('truncate timeline_entry, handling');
}
