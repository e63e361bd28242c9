import type { EntityManager } from 'typeorm';
import { ASSIGNMENT_LIFECYCLE, type Assignment, type AssignmentStatus } from '../domain/assignment.js';
import { AgentTable } from '../store/agent.table.js';
import { AssignmentTable } from '../store/assignment.table.js';
import { viewsOf, type AssignmentView } from './assignment-view.js';

/** The statuses that one can look for. */
export const ASSIGNMENT_STATUSES = Object.keys(ASSIGNMENT_LIFECYCLE) as AssignmentStatus[];

export interface AssignmentSearch {
  status?: AssignmentStatus;
  agentId?: string;
  /** The id of the last row of the page before. */
  after?: string;
  limit: number;
}

/** Cycles of assignments, newest first; `id` is for the cursor, one row more than the limit says that there are more. */
export async function assignmentList(
  tx: EntityManager,
  { status, agentId, after, limit }: AssignmentSearch,
): Promise<(AssignmentView & { id: string })[]> {
  const query = tx
    .getRepository(AssignmentTable)
    .createQueryBuilder('a')
    .orderBy('a.id', 'DESC')
    .limit(limit + 1);
  if (status) query.andWhere('a.status = :status', { status });
  if (agentId) query.andWhere('a.agentId = :agentId', { agentId });
  if (after) query.andWhere('a.id < :after', { after });
  return withIds(tx, await query.getMany());
}

/** The agent behind a token; undefined for people who are not registered. */
export async function agentIdOf(tx: EntityManager, subject: string): Promise<string | undefined> {
  return (await tx.getRepository(AgentTable).findOneBy({ subject }))?.id;
}

async function withIds(tx: EntityManager, rows: Assignment[]): Promise<(AssignmentView & { id: string })[]> {
  const views = await viewsOf(tx, rows);
  return rows.flatMap(({ id }, index) => ({ ...views[index]!, id }));
}
