import { FixTaskStarted } from '#libs/contracts';
import { mustBeAt } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { startFixTask as start } from '../domain/fix-task.js';
import { moveProblem } from '../domain/problem.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { ProblemTable } from '../store/problem.table.js';
import { lockTaskOfProblem } from './task-of-problem.js';

/** Somebody of engineering begins to work on a fix. */
export async function startFixTask(work: Work, { fixTaskId, seen }: { fixTaskId: string; seen?: number }): Promise<void> {
  const { problem, task } = await lockTaskOfProblem(work.tx, fixTaskId);
  mustBeAt('fix task', task, seen);

  await work.tx.getRepository(FixTaskTable).save(start(task, work.actor, work.now));
  await work.tx.getRepository(ProblemTable).save(moveProblem(problem, 'start'));
  work.emit(FixTaskStarted({ problemId: problem.id, fixTaskId, startedAt: work.now.toISOString() }));
}
