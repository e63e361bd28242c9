import { NotFound } from '#libs/domain-kit';
import type { EntityManager } from 'typeorm';
import type { FixTask } from '../domain/fix-task.js';
import type { Problem } from '../domain/problem.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { ProblemTable } from '../store/problem.table.js';

/** Locks a fix task together with its problem, the problem first: everybody locks in this order. */
export async function lockTaskOfProblem(tx: EntityManager, fixTaskId: string): Promise<{ problem: Problem; task: FixTask }> {
  const tasks = tx.getRepository(FixTaskTable);
  const found = await tasks.findOneBy({ id: fixTaskId });
  if (!found) throw new NotFound('fix-task');
  const lock = { mode: 'pessimistic_write' } as const;
  const problem = await tx.getRepository(ProblemTable).findOneOrFail({ where: { id: found.problemId }, lock });
  const task = await tasks.findOneOrFail({ where: { id: fixTaskId }, lock });
  return { problem, task };
}
