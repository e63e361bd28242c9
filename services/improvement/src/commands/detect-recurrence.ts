import { FixTaskOpened, ProblemOpened } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import type { EntityManager } from 'typeorm';
import { addDays, endOf, type Day } from '../domain/calendar.js';
import { CompanyAsOf, CountsAsOf } from '../domain/counts-as-of.js';
import { openFixTask, type FixTask } from '../domain/fix-task.js';
import { openProblem } from '../domain/problem.js';
import type { RecurrencePolicy } from '../domain/recurrence.js';
import type { Rules } from '../domain/rules.js';
import type { Series } from '../domain/series.js';
import { isClosedAfter } from '../store/cause-series.js';
import { companyCounts, earliestCells, type AskedCounts } from '../store/evidence.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { ProblemTable } from '../store/problem.table.js';

/** As of which day a series was judged, and which moment counts as the opening. */
export interface DetectionMoment {
  asOf: Day;
  at: Date;
}

/** What the whole company looked like as of a day; `removals` complaints at most are taken out of the counts afterwards. */
export async function companyAsOf(tx: EntityManager, asOf: Day, policy: RecurrencePolicy, removals = 0): Promise<CompanyAsOf> {
  const from = evidenceFrom(asOf, policy);
  const [counts, earliest] = await Promise.all([companyCounts(tx, from, asOf), earliestCells(tx, asOf, removals + 1)]);
  return new CompanyAsOf(new CountsAsOf(from, asOf, counts), earliest);
}

/** The counts by which a series is judged as of a day, when it was busy enough with `more` complaints on top of what is counted. */
export function askCounts({ causeCode, product }: Series, asOf: Day, policy: RecurrencePolicy, more = 0): AskedCounts {
  const recentFrom = addDays(asOf, 1 - policy.lookBackDays - policy.windowDays);
  return { causeCode, product, asOf, from: evidenceFrom(asOf, policy), recentFrom, atLeast: policy.threshold - more };
}

/**
 * Opens one problem and its first fix task for a locked series that has none; answers whether it did. As of a day at whose end an older
 * problem of the series was not closed yet it opens nothing: what goes on is for a later day to judge.
 */
export async function openProblemFor(
  work: Work,
  { causeCode, product }: Series,
  { asOf, at }: DetectionMoment,
  reason: string,
  rules: Rules,
): Promise<boolean> {
  if (await isClosedAfter(work.tx, { causeCode, product }, endOf(asOf))) return false;
  const problem = openProblem(work.newId(), { causeCode, product }, at, asOf, reason);
  await work.tx.getRepository(ProblemTable).insert(problem);
  work.emit(ProblemOpened({ problemId: problem.id, causeCode, product, cycle: 1, openedAt: at.toISOString() }));
  await giveFixTask(work, openFixTask(work.newId(), problem, at, [causeCode], rules.fixTask));
  return true;
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
