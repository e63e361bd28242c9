import { ProblemClosed } from '#libs/contracts';
import { mustBeAt, NotFound } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { afterFix } from '../domain/fix-task.js';
import { closeProblem as close } from '../domain/problem.js';
import { countFrom, lockSeries } from '../store/cause-series.js';
import { EffectivenessCheckTable } from '../store/effectiveness-check.table.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { ProblemTable } from '../store/problem.table.js';

/** That a problem is over; `isStated` when an importer says when it was. */
export interface CloseProblem {
  problemId: string;
  note?: string;
  isStated?: boolean;
  seen?: number;
}

/** A second person agrees that the fix held. From now on only incidents after the fix can open this cause again. */
export async function closeProblem(work: Work, { problemId, note, isStated = false, seen }: CloseProblem): Promise<void> {
  const problems = work.tx.getRepository(ProblemTable);
  const found = await problems.findOneBy({ id: problemId });
  if (!found) throw new NotFound('problem');
  await lockSeries(work.tx, [{ ...found, recordedAt: found.openedAt }]); // the series before the problem, as the stream locks them
  const problem = await problems.findOneOrFail({ where: { id: problemId }, lock: { mode: 'pessimistic_write' } });
  mustBeAt('problem', problem, seen);

  const tasks = await work.tx.getRepository(FixTaskTable).findBy({ problemId, cycle: problem.cycle });
  const fixedBy = tasks.flatMap(({ startedBy, shippedBy }) => [startedBy, shippedBy]).filter((by) => by !== null);
  const checks = work.tx.getRepository(EffectivenessCheckTable);
  const verdict = await checks.findOne({ where: { problemId, cycle: problem.cycle }, order: { look: 'DESC' } });
  const closed = close(problem, { by: work.actor, fixedBy, note, at: work.now, isStated, judgedAt: verdict?.judgedAt ?? problem.openedAt });
  await problems.save(closed);
  await countFrom(work.tx, problem, afterFix(tasks));
  work.emit(ProblemClosed({ problemId, cycle: problem.cycle, closedAt: closed.closedAt!.toISOString() }));
}
