import { NotFound } from '#libs/domain-kit';
import type { EntityManager } from 'typeorm';
import { FIX_TASK_LIFECYCLE, comparisonOf, type FixTask, type FixTaskStatus } from '../domain/fix-task.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import type { After } from './keyset.js';

/** The statuses that one can look for. */
export const FIX_TASK_STATUSES = Object.keys(FIX_TASK_LIFECYCLE) as FixTaskStatus[];

/** A fix task as engineering sees it; `windows` are the days that the next look compares. */
export type FixTaskView = Omit<FixTask, 'id'> & { fixTaskId: string; windows: ReturnType<typeof comparisonOf> | null };

/** Fix tasks, latest first; one more than the limit when there are more. */
export async function fixTaskList(tx: EntityManager, { status, after, limit }: { status?: FixTaskStatus; after?: After; limit: number }) {
  const query = tx
    .getRepository(FixTaskTable)
    .createQueryBuilder('task')
    .orderBy('task.openedAt', 'DESC')
    .addOrderBy('task.id', 'DESC')
    .limit(limit + 1);
  if (status) query.andWhere('task.status = :status', { status });
  if (after) query.andWhere('(task.openedAt, task.id) < (:at, :id)', { at: after[0], id: after[1] });
  return (await query.getMany()).map(fixTaskView);
}

/** One fix task. */
export async function fixTaskOf(tx: EntityManager, id: string): Promise<FixTaskView> {
  const task = await tx.getRepository(FixTaskTable).findOneBy({ id });
  if (!task) throw new NotFound('fix-task');
  return fixTaskView(task);
}

/** How a fix task is shown. */
export function fixTaskView({ id, ...task }: FixTask): FixTaskView {
  return { ...task, fixTaskId: id, windows: task.judgeOn ? comparisonOf(task, task.looks + 1) : null };
}
