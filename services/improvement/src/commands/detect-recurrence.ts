import { FixTaskOpened, ProblemOpened } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import { addDays, type Day } from '../domain/calendar.js';
import { openFixTask, type FixTask } from '../domain/fix-task.js';
import { openProblem } from '../domain/problem.js';
import { judgeRecurrence, mayRecur, type JudgementTime, type RecurrencePolicy, type SeriesEvidence } from '../domain/recurrence.js';
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

/** All causes of the company together, as known on a day. */
export type Company = Pick<SeriesEvidence, 'company' | 'companySince'>;

/** What the whole company looked like as of a day. */
export async function companyAsOf(work: Work, asOf: Day, policy: RecurrencePolicy): Promise<Company> {
  const company = await companyCounts(work.tx, evidenceFrom(asOf, policy), asOf);
  return { company, companySince: await companySince(work.tx, asOf) };
}

/** Why a series is a problem as of a day; undefined when it is none. */
export async function recurrenceReason(
  work: Work,
  series: Series & { countedFrom: Day | null },
  { asOf, time }: DetectionMoment,
  policy: RecurrencePolicy,
  known?: Company,
): Promise<string | undefined> {
  const counts = await seriesCounts(work.tx, series, evidenceFrom(asOf, policy), asOf);
  if (!mayRecur(counts, asOf, policy)) return undefined;

  const company = known ?? (await companyAsOf(work, asOf, policy));
  const judgement = judgeRecurrence({ ...company, counts, countedFrom: series.countedFrom ?? undefined }, asOf, time, policy);
  return judgement.outcome === 'recurring' ? judgement.reason : undefined;
}

/** Opens one problem and its first fix task for a locked series that has none. */
export async function openProblemFor(
  work: Work,
  { causeCode, product }: Series,
  { asOf, at }: DetectionMoment,
  reason: string,
  rules: Rules,
): Promise<void> {
  const problem = openProblem(work.newId(), { causeCode, product }, at, asOf, reason);
  await work.tx.getRepository(ProblemTable).insert(problem);
  work.emit(ProblemOpened({ problemId: problem.id, causeCode, product, cycle: 1, openedAt: at.toISOString() }));
  await giveFixTask(work, openFixTask(work.newId(), problem, at, [causeCode], rules.fixTask));
}

/** Gives engineering the fix task of a problem's new cycle. */
export async function giveFixTask(work: Work, task: FixTask): Promise<void> {
  await work.tx.getRepository(FixTaskTable).insert(task);
  const { id: fixTaskId, problemId, cycle, expectedReduction, dueOn, openedAt } = task;
  work.emit(FixTaskOpened({ problemId, fixTaskId, cycle, expectedReduction, dueOn, openedAt: openedAt.toISOString() }));
}

function evidenceFrom(asOf: Day, { lookBackDays, windowDays, growth }: RecurrencePolicy): Day {
  return addDays(asOf, -(lookBackDays + windowDays + Math.max(windowDays, growth.baseDays)));
}
