import { EffectivenessJudged, ProblemReopened } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import type { Day } from '../domain/calendar.js';
import { NOT_YET_KNOWN } from '../domain/cause-record.js';
import type { EffectivenessCheck } from '../domain/effectiveness-check.js';
import { judgeEffectiveness, type Comparison } from '../domain/effectiveness.js';
import { comparisonOf, noteLook, openFixTask, type FixTask } from '../domain/fix-task.js';
import { moveProblem, reopenProblem, type Problem } from '../domain/problem.js';
import type { Rules } from '../domain/rules.js';
import { EffectivenessCheckTable } from '../store/effectiveness-check.table.js';
import { countsByCause } from '../store/evidence.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { lockTaskOfProblem } from './task-of-problem.js';
import { ProblemTable } from '../store/problem.table.js';
import { giveFixTask } from './detect-recurrence.js';

/** Takes the one look at a shipped fix that is due: what held waits for a second person; what failed, or stays unclear after the last look, starts a new cycle. */
export async function checkEffectiveness(
  work: Work,
  { fixTaskId, asOf, at }: { fixTaskId: string; asOf: Day; at: Date },
  rules: Rules,
): Promise<{ check: EffectivenessCheck; looked: FixTask }> {
  const { problem, task } = await lockTaskOfProblem(work.tx, fixTaskId);
  const comparison = await compare(work, task, asOf);
  const { before, after, windowDays, look } = comparison;
  const { verdict, reason, movedTo } = judgeEffectiveness(comparison, rules.effectiveness);
  const cycle = task.cycle;
  const problemId = problem.id;

  const check: EffectivenessCheck = {
    ...{ id: work.newId(), problemId, fixTaskId, cycle, look, windowDays },
    ...{ verdict, before, after, movedTo: movedTo ?? null, reason, judgedAt: at },
  };
  await work.tx.getRepository(EffectivenessCheckTable).insert(check);
  const looked = noteLook(task, verdict !== 'inconclusive', rules.fixTask);
  await work.tx.getRepository(FixTaskTable).save(looked);
  work.emit(EffectivenessJudged({ problemId, fixTaskId, cycle, verdict, before, after, windowDays, movedTo, judgedAt: at.toISOString() }));

  if (verdict === 'held') await work.tx.getRepository(ProblemTable).save(moveProblem(problem, 'confirm'));
  else if (!looked.judgeOn) await startNextCycle(work, problem, task, check, rules);
  return { check, looked };
}

async function compare(work: Work, task: FixTask, asOf: Day): Promise<Comparison> {
  const look = task.looks + 1;
  const windows = comparisonOf(task, look);
  const causes = await countsByCause(work.tx, task.product, windows, asOf);
  const own = causes.filter(({ causeCode }) => task.criteria.causeCodes.includes(causeCode));
  return {
    before: own.reduce((sum, cause) => sum + cause.before, 0),
    after: own.reduce((sum, cause) => sum + cause.after, 0),
    siblings: causes.filter((cause) => !own.includes(cause) && cause.causeCode !== NOT_YET_KNOWN),
    windowDays: windows.windowDays,
    expectedReduction: task.expectedReduction,
    look,
  };
}

/** The next fix is measured by the old cause and by those to which this one moved it. */
async function startNextCycle(
  work: Work,
  problem: Problem,
  task: FixTask,
  { reason, movedTo, judgedAt }: EffectivenessCheck,
  rules: Rules,
): Promise<void> {
  const reopened = reopenProblem(problem, reason);
  await work.tx.getRepository(ProblemTable).save(reopened);
  work.emit(ProblemReopened({ problemId: problem.id, cycle: reopened.cycle, reopenedAt: judgedAt.toISOString() }));

  const causeCodes = movedTo ? [...task.criteria.causeCodes, movedTo] : task.criteria.causeCodes;
  const policy = { ...rules.fixTask, expectedReduction: task.expectedReduction };
  await giveFixTask(work, openFixTask(work.newId(), reopened, judgedAt, causeCodes, policy));
}
