import { In, type EntityManager } from 'typeorm';
import type { Assignment } from '../domain/assignment.js';
import { AssignmentTable } from './assignment.table.js';

// The same three questions as `canHandle` and `isFree`, so that a long queue of what nobody can handle is not read over and over.
const WAITING_FOR_SOMEBODY = `
  select w.id from assignment w
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
  for update of w skip locked`;

/** Waiting complaints that one of the agents could take now, most pressing first, then longest waiting; locked. */
export async function waitingFor(tx: EntityManager, agentIds: readonly string[] | undefined, limit: number): Promise<Assignment[]> {
  const rows: { id: string }[] = await tx.query(WAITING_FOR_SOMEBODY, [agentIds ?? null, limit]);
  if (rows.length === 0) return [];
  const found = await tx.getRepository(AssignmentTable).findBy({ id: In(rows.map((row) => row.id)) });
  return rows.flatMap((row) => found.filter((assignment) => assignment.id === row.id));
}

/** Assignments whose promise has passed, most overdue first; locked, and without those that another replica has. */
export async function overdue(tx: EntityManager, now: Date, limit: number): Promise<Assignment[]> {
  return tx
    .getRepository(AssignmentTable)
    .createQueryBuilder('a')
    .where('a.nextEscalationAt <= :now and a.status <> :over and not a.historical', { now, over: 'ended' })
    .orderBy('a.nextEscalationAt')
    .limit(limit)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getMany();
}
