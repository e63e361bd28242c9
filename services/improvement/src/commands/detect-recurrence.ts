import { FixTaskOpened, ProblemOpened } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import { addDays, type Day } from '../domain/calendar.js';
import { openFixTask, type FixTask } from '../domain/fix-task.js';
import { openProblem } from '../domain/problem.js';
import { judgeRecurrence, type JudgementTime, type RecurrencePolicy } from '../domain/recurrence.js';
import type { Rules } from '../domain/rules.js';
import type { Series } from '../store/cause-counts.js';
import { companyCounts, companySince, seriesCounts } from '../store/evidence.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { ProblemTable } from '../store/problem.table.js';

/** As of which day a series is judged, whether that day is over, and which moment counts as the opening. */
export interface DetectionMoment {
  asOf: Day;
  at: Date;
  time: JudgementTime;
}

/** Why a locked series is a problem as of a day; undefined when it is none. */
export async function recurrenceReason(
  work: Work,
  series: Series & { countedFrom: Day | null },
  { asOf, time }: DetectionMoment,
  policy: RecurrencePolicy,
): Promise<string | undefined> {
  const from = addDays(asOf, -(policy.lookBackDays + policy.windowDays + Math.max(policy.windowDays, policy.growth.baseDays)));
  const counts = await seriesCounts(work.tx, series, from, asOf);
  if (counts.reduce((sum, { count }) => sum + count, 0) < policy.threshold) return undefined;

  const company = await companyCounts(work.tx, from, asOf);
  const since = await companySince(work.tx, asOf);
  const judgement = judgeRecurrence({ counts, company, companySince: since, countedFrom: series.countedFrom ?? undefined }, asOf, time, policy);
  return judgement.outcome === 'recurring' ? judgement.reason : undefined;
}

/** Opens one problem and its first fix task when a locked series recurs; answers whether it did. */
export async function detectRecurrence(
  work: Work,
  series: Series & { countedFrom: Day | null },
  moment: DetectionMoment,
  rules: Rules,
): Promise<boolean> {
  const reason = await recurrenceReason(work, series, moment, rules.recurrence);
  if (!reason) return false;

  const { causeCode, product } = series;
  const problem = openProblem(work.newId(), { causeCode, product }, moment.at, moment.asOf, reason);
  await work.tx.getRepository(ProblemTable).insert(problem);
  work.emit(ProblemOpened({ problemId: problem.id, causeCode, product, cycle: 1, openedAt: moment.at.toISOString() }));
  await giveFixTask(work, openFixTask(work.newId(), problem, moment.at, [causeCode], rules.fixTask));
  return true;
}

/** Gives engineering the fix task of a problem's new cycle. */
export async function giveFixTask(work: Work, task: FixTask): Promise<void> {
  await work.tx.getRepository(FixTaskTable).insert(task);
  const { id: fixTaskId, problemId, cycle, expectedReduction, dueOn, openedAt } = task;
  work.emit(FixTaskOpened({ problemId, fixTaskId, cycle, expectedReduction, dueOn, openedAt: openedAt.toISOString() }));
}
