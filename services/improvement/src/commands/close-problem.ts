import { ProblemClosed } from '#libs/contracts';
import { mustBeAt, NotFound } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { afterFix } from '../domain/fix-task.js';
import { closeProblem as close } from '../domain/problem.js';
import { countFrom, lockSeries } from '../store/cause-series.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { ProblemTable } from '../store/problem.table.js';

/** A second person agrees that the fix held. From now on only incidents after the fix can open this cause again. */
export async function closeProblem(work: Work, { problemId, note, seen }: { problemId: string; note?: string; seen?: number }): Promise<void> {
  const problems = work.tx.getRepository(ProblemTable);
  const found = await problems.findOneBy({ id: problemId });
  if (!found) throw new NotFound('problem');
  await lockSeries(work.tx, [{ ...found, recordedAt: found.openedAt }]); // the series before the problem, as the stream locks them
  const problem = await problems.findOneOrFail({ where: { id: problemId }, lock: { mode: 'pessimistic_write' } });
  mustBeAt('problem', problem, seen);

  const tasks = await work.tx.getRepository(FixTaskTable).findBy({ problemId, cycle: problem.cycle });
  const fixedBy = tasks.flatMap(({ startedBy, shippedBy }) => [startedBy, shippedBy]).filter((by) => by !== null);
  const closed = close(problem, { by: work.actor, fixedBy, note, at: work.now });
  await problems.save(closed);
  await countFrom(work.tx, problem, afterFix(tasks));
  work.emit(ProblemClosed({ problemId, cycle: problem.cycle, closedAt: work.now.toISOString() }));
}
