import type { DomainEvent } from '#libs/contracts';
import { runWork, type Work } from '#libs/messaging';
import { deliver } from '#libs/test-kit';
import type { DataSource } from 'typeorm';
import { STANDARD_RULES } from '../src/domain/rules.js';
import type { Problem } from '../src/domain/problem.js';
import { hears } from '../src/handlers/index.js';
import { addDays, endOf, type Day } from '../src/domain/calendar.js';
import { reviewDay } from '../src/commands/review-day.js';
import { ProblemTable } from '../src/store/problem.table.js';
import { FixTaskTable } from '../src/store/fix-task.table.js';
import { aClosing } from './builders.js';

export const handlers = hears(STANDARD_RULES);

/** Lets improvement hear events one after the other, each at the time that it tells. */
export async function hear(db: DataSource, ...events: DomainEvent[]): Promise<void> {
  for (const event of events) await deliver(db, handlers, event);
}

let number = 1_000;

/** Closings of one cause, `perDay[i]` of them on the i-th day from `from`, closed on the day of the incident. */
export function closings(from: Day, perDay: readonly number[], over: Parameters<typeof aClosing>[1] = {}) {
  return perDay.flatMap((count, index) =>
    Array.from({ length: count }, () => aClosing((number += 1), { ...over, occurredAt: `${addDays(from, index)}T09:00:00.000Z` })),
  );
}

/** The end of a day, as a person acts on it. */
export const late = (day: Day): Date => new Date(`${day}T20:00:00.000Z`);

/** Does one thing as somebody, at a moment. */
export const as = <T>(db: DataSource, actor: string, now: Date, fn: (work: Work) => Promise<T>): Promise<T> => runWork(db, { actor, now }, fn);

/** Judges a day at its end. */
export const review = (db: DataSource, asOf: Day) =>
  as(db, 'importer', endOf(asOf), (work) => reviewDay(work, { asOf, scope: 'everything' }, STANDARD_RULES));

/** All problems, oldest first. */
export const problems = (db: DataSource): Promise<Problem[]> => db.getRepository(ProblemTable).find({ order: { openedAt: 'ASC', id: 'ASC' } });

/** The fix tasks of a problem, by cycle. */
export const fixTasks = (db: DataSource, problemId: string) => db.getRepository(FixTaskTable).find({ where: { problemId }, order: { cycle: 'ASC' } });

/** What the tally says against what the facts say, line by line where they differ; empty when the running sums are right. */
export function wrongTallies(db: DataSource): Promise<unknown[]> {
  return db.query(`
    with standing as (
      select *, case when closed_cycle > 0 and closed_cycle >= reopened_cycle then 'closed'
        when withdrawn_at is not null and (reopened_at is null or reopened_at <= withdrawn_at) then 'withdrawn' else 'open' end as now
      from complaint_fact where kind is not null
    ), recomputed as (
      select kind, language, count(*) as received, count(*) filter (where now = 'closed') as closed,
        count(*) filter (where now = 'withdrawn') as withdrawn,
        count(*) filter (where now = 'closed' and exists (select 1 from cause_record r where r.complaint_id = standing.complaint_id)) as causes
      from standing group by kind, language
    ), running as (
      select kind, language, sum(received) as received, sum(closed) as closed, sum(withdrawn) as withdrawn, sum(causes) as causes
      from complaint_tally group by kind, language
    )
    (select 'tally' as which, * from running except select 'tally', * from recomputed)
    union all (select 'facts' as which, * from recomputed except select 'facts', * from running)`);
}

/** Cause days and company days that do not agree with the cause records and what they said before; empty when the running counts are right. */
export function wrongCauseDays(db: DataSource): Promise<unknown[]> {
  return db.query(`
    with said as (
      select complaint_id, cycle, cause_code, product, occurred_at, recorded_at from cause_record
      union all
      select h.complaint_id, h.cycle, h.cause_code, h.product, r.occurred_at, h.recorded_at
      from cause_record_history h join cause_record r on r.complaint_id = h.complaint_id
    ), counted as (
      select *, lead(recorded_at) over (partition by complaint_id order by cycle) as replaced_at from said
    ), changes as (
      select cause_code, product, occurred_at, recorded_at as at, 1 as count from counted
      union all
      select cause_code, product, occurred_at, greatest(recorded_at, replaced_at), -1 from counted where replaced_at is not null
    ), by_cell as (
      select cause_code, product, (occurred_at at time zone 'UTC')::date as occurred_on, (at at time zone 'UTC')::date as recorded_on, count from changes
    ), recomputed as (
      select cause_code, product, occurred_on, recorded_on, sum(count) as count from by_cell group by 1, 2, 3, 4 having sum(count) <> 0
      union all
      select null, null, occurred_on, recorded_on, sum(count) from by_cell group by 3, 4 having sum(count) <> 0
    ), running as (
      select cause_code, product, occurred_on, recorded_on, count::bigint from cause_day where count <> 0
      union all
      select null, null, occurred_on, recorded_on, count::bigint from company_day where count <> 0
    )
    (select * from running except select * from recomputed) union all (select * from recomputed except select * from running)`);
}
