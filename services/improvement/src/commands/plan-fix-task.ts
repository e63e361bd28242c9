import { mustBeAt } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import type { Day } from '../domain/calendar.js';
import { planFixTask as plan } from '../domain/fix-task.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { lockTaskOfProblem } from './task-of-problem.js';

/** Who fixes it, until when, and by how much complaints should fall. */
export interface PlanFixTask {
  fixTaskId: string;
  owner?: string | null;
  dueOn?: Day;
  expectedReduction?: number;
  seen?: number;
}

/** Names the owner of a fix task, or changes its due date and expected effect before it ships. */
export async function planFixTask(work: Work, { fixTaskId, seen, ...change }: PlanFixTask): Promise<void> {
  const { task } = await lockTaskOfProblem(work.tx, fixTaskId);
  mustBeAt('fix task', task, seen);
  await work.tx.getRepository(FixTaskTable).save(plan(task, change));
}
