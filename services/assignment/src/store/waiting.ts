import type { EntityManager } from 'typeorm';
import type { Assignment } from '../domain/assignment.js';
import { assignmentsBy } from './assignment-rows.js';
import { statement } from './statement.js';

// The same questions as `canHandle` and `isFree`, so that a long queue of what nobody can handle is not read over and over.
const waitingForSomebody = statement<{ id: string }>(
  'waiting',
  `select w.id from assignment w
   where w.status = 'queued' and exists (
     select from agent a join team t on t.id = a.team_id
     where ($1::uuid[] is null or a.id = any($1))
       and (w.historical or (a.available and a.open_count < a.capacity))
       and w.language = any(a.languages)
       and (a.skills || t.skills = '{}' or (a.skills || t.skills) && array[w.product, '*'])
       and (a.care or not w.needs_care)
       and not a.id = any(w.released_by))
   order by w.priority_rank, w.queued_at, w.id
   limit $2
   for update of w skip locked`,
);

const pastTheirTime = statement<{ id: string }>(
  'overdue',
  `select id from assignment
   where next_escalation_at <= $1 and status <> 'ended' and not historical
   order by next_escalation_at
   limit $2
   for update skip locked`,
);

/** Waiting complaints that one of the agents could take now, most pressing first, then longest waiting; locked. */
export async function waitingFor(tx: EntityManager, agentIds: readonly string[] | undefined, limit: number): Promise<Assignment[]> {
  const rows = await waitingForSomebody(tx, agentIds ?? null, limit);
  return assignmentsBy(
    tx,
    rows.map(({ id }) => id),
  );
}

/** Assignments whose promise has passed, most overdue first; locked, and without those that another replica has. */
export async function overdue(tx: EntityManager, now: Date, limit: number): Promise<Assignment[]> {
  const rows = await pastTheirTime(tx, now, limit);
  return assignmentsBy(
    tx,
    rows.map(({ id }) => id),
  );
}
