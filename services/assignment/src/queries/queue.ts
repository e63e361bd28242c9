import type { EntityManager } from 'typeorm';
import type { QueueReason } from '../domain/assignment.js';
import type { Priority } from '../domain/answer-due.js';

/** One waiting complaint, and why it waits. */
export interface QueueEntry {
  id: string;
  complaintId: string;
  cycle: number;
  reason: QueueReason;
  releaseReason: string | null;
  queuedAt: string;
  waitingMinutes: number;
  answerDueAt: string;
  kind: string;
  product: string;
  language: string;
  priority: Priority;
  priorityRank: number;
  needsCare: boolean;
  historical: boolean;
  escalationLevel: number;
  version: number;
}

/** Where the page before ended: rank, queued since, id. */
export type QueuePlace = readonly [priorityRank: number, queuedAt: string, id: string];

const ENTRIES = `
  select id, complaint_id as "complaintId", cycle, queue_reason as reason, release_reason as "releaseReason", queued_at as "queuedAt", answer_due_at as "answerDueAt",
    greatest(floor(extract(epoch from clock_timestamp() - queued_at) / 60), 0)::int as "waitingMinutes", kind, product, language, priority,
    priority_rank as "priorityRank", needs_care as "needsCare", historical, escalation_level as "escalationLevel", version
  from assignment
  where status = 'queued'`;

/** Everybody who waits, in the order in which they will be served; one more than the limit when there are more. */
export async function queueFrom(tx: EntityManager, limit: number, after?: QueuePlace): Promise<QueueEntry[]> {
  const rows: (QueueEntry & { queuedAt: Date; answerDueAt: Date })[] = after
    ? await tx.query(`${ENTRIES} and (priority_rank, queued_at, id) > ($2, $3, $4) order by priority_rank, queued_at, id limit $1`, [
        limit + 1,
        ...after,
      ])
    : await tx.query(`${ENTRIES} order by priority_rank, queued_at, id limit $1`, [limit + 1]);
  return rows.map((row) => ({ ...row, queuedAt: row.queuedAt.toISOString(), answerDueAt: row.answerDueAt.toISOString() }));
}

/** How many wait for each reason, and the longest wait among them: what an alarm looks at. */
export function queueDepth(tx: EntityManager): Promise<{ reason: QueueReason; waiting: number; longestSeconds: number }[]> {
  return tx.query(`
    select queue_reason as reason, count(*)::int as waiting, greatest(extract(epoch from clock_timestamp() - min(queued_at)), 0)::int as "longestSeconds"
    from assignment where status = 'queued' group by queue_reason`);
}
