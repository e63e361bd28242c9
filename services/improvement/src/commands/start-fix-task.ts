import { FixTaskStarted } from '#libs/contracts';
import { mustBeAt } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { startFixTask as start } from '../domain/fix-task.js';
import { moveProblem } from '../domain/problem.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { ProblemTable } from '../store/problem.table.js';
import { lockTaskOfProblem } from './task-of-problem.js';

/** That a fix begins; `isStated` when an importer says when it was. */
export interface StartFixTask {
  fixTaskId: string;
  isStated?: boolean;
  seen?: number;
}

/** Somebody of engineering begins to work on a fix. */
export async function startFixTask(work: Work, { fixTaskId, isStated = false, seen }: StartFixTask): Promise<void> {
  const { problem, task } = await lockTaskOfProblem(work.tx, fixTaskId);
  mustBeAt('fix task', task, seen);
  const tasks = work.tx.getRepository(FixTaskTable);
  const { causeCode, product } = problem; // the fix before may have been of an older problem of this cause
  const previous = await tasks.findOne({ where: { causeCode, product, status: 'shipped' }, order: { shippedAt: 'DESC' } });

  const started = start(task, { by: work.actor, at: work.now, isStated, previousShippedAt: previous?.shippedAt ?? null });
  await tasks.save(started);
  await work.tx.getRepository(ProblemTable).save(moveProblem(problem, 'start'));
  work.emit(FixTaskStarted({ problemId: problem.id, fixTaskId, startedAt: started.startedAt!.toISOString() }));
}
