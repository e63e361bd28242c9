import { NotFound, allowedActions } from '#libs/domain-kit';
import { In, type EntityManager } from 'typeorm';
import type { EffectivenessCheck } from '../domain/effectiveness-check.js';
import type { FixTask } from '../domain/fix-task.js';
import { PROBLEM_LIFECYCLE, type Problem, type ProblemStatus } from '../domain/problem.js';
import { EffectivenessCheckTable } from '../store/effectiveness-check.table.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { ProblemTable } from '../store/problem.table.js';
import { fixTaskView } from './fix-tasks.js';
import type { After } from './keyset.js';

/** The statuses that one can look for. */
export const PROBLEM_STATUSES = Object.keys(PROBLEM_LIFECYCLE) as ProblemStatus[];

/** Problems with their cycles, latest first; one more than the limit when there are more. */
export async function problemList(tx: EntityManager, { status, after, limit }: { status?: ProblemStatus; after?: After; limit: number }) {
  const query = tx
    .getRepository(ProblemTable)
    .createQueryBuilder('problem')
    .orderBy('problem.openedAt', 'DESC')
    .addOrderBy('problem.id', 'DESC')
    .limit(limit + 1);
  if (status) query.andWhere('problem.status = :status', { status });
  if (after) query.andWhere('(problem.openedAt, problem.id) < (:at, :id)', { at: after[0], id: after[1] });
  const problems = await query.getMany();
  const { tasks, checks } = await historyOf(tx, problems);
  return problems.map((problem) => problemLine(problem, tasks, checks));
}

/** One problem with its fix tasks, its checks, and its complaints by week. */
export async function problemOf(tx: EntityManager, id: string) {
  const problem = await tx.getRepository(ProblemTable).findOneBy({ id });
  if (!problem) throw new NotFound('problem');
  const { tasks, checks } = await historyOf(tx, [problem]);
  return {
    ...problemLine(problem, tasks, checks),
    closedBy: problem.closedBy,
    closureNote: problem.closureNote,
    allowed: allowedActions(PROBLEM_LIFECYCLE, problem.status),
    fixTasks: tasks.map(fixTaskView),
    checks,
    weekly: await complaintsByWeek(tx, problem),
  };
}

function problemLine(problem: Problem, allTasks: readonly FixTask[], allChecks: readonly EffectivenessCheck[]) {
  const tasks = allTasks.filter(({ problemId }) => problemId === problem.id);
  const { id: problemId, causeCode, product, status, cycle, openedAt, openedOn, closedAt, version } = problem;
  const cycles = tasks.map((task) => {
    const verdict = allChecks.findLast(({ fixTaskId }) => fixTaskId === task.id)?.verdict ?? null;
    return { cycle: task.cycle, openedAt: task.openedAt, reason: task.reason, fixTaskId: task.id, shippedAt: task.shippedAt, verdict };
  });
  const reason = cycles[0]?.reason ?? problem.reason;
  return { problemId, causeCode, product, status, cycle, openedAt, openedOn, reason, closedAt, cycles, version };
}

async function historyOf(tx: EntityManager, problems: readonly Problem[]) {
  const problemId = In(problems.map(({ id }) => id));
  const tasks = await tx.getRepository(FixTaskTable).find({ where: { problemId }, order: { cycle: 'ASC' } });
  const checks = await tx
    .getRepository(EffectivenessCheckTable)
    .find({ where: { problemId }, order: { judgedAt: 'ASC', cycle: 'ASC', look: 'ASC' } });
  return { tasks, checks };
}

/** By week of occurrence, weeks without complaints included. */
function complaintsByWeek(tx: EntityManager, { causeCode, product }: Problem): Promise<{ week: string; count: number }[]> {
  return tx.query(
    `with by_week as (
       select date_trunc('week', occurred_on)::date as week, sum(count)::int as count from cause_day where cause_code = $1 and product = $2 group by 1
     )
     select to_char(w, 'YYYY-MM-DD') as week, coalesce(by_week.count, 0) as count
     from generate_series((select min(week) from by_week)::timestamp, (select max(week) from by_week)::timestamp, interval '7 days') as w
     left join by_week on by_week.week = w::date order by w`,
    [causeCode, product],
  );
}
