import { FixTaskShipped } from '#libs/contracts';
import { mustBeAt } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { shipFixTask as ship } from '../domain/fix-task.js';
import { moveProblem } from '../domain/problem.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { ProblemTable } from '../store/problem.table.js';
import { lockTaskOfProblem } from './task-of-problem.js';

/** What shipping a fix says; `historical` when the moment was stated and is past. */
export interface ShipFixTask {
  fixTaskId: string;
  note?: string;
  historical: boolean;
  seen?: number;
}

/** The fix reached the customers: what it is measured by is frozen, and its windows begin to run. */
export async function shipFixTask(work: Work, { fixTaskId, note, historical, seen }: ShipFixTask): Promise<void> {
  const { problem, task } = await lockTaskOfProblem(work.tx, fixTaskId);
  mustBeAt('fix task', task, seen);

  const shipped = ship(task, { by: work.actor, at: work.now, note, historical });
  await work.tx.getRepository(FixTaskTable).save(shipped);
  await work.tx.getRepository(ProblemTable).save(moveProblem(problem, 'ship'));
  work.emit(FixTaskShipped({ problemId: problem.id, fixTaskId, cycle: task.cycle, shippedAt: shipped.shippedAt!.toISOString() }));
}
