import type { EntityManager } from 'typeorm';
import type { Day } from '../domain/calendar.js';
import type { DayCount } from '../domain/day-counts.js';
import type { CompanyCell } from '../domain/counts-as-of.js';
import type { Series } from '../domain/series.js';
import type { LockedSeries } from './cause-series.js';
import { columnsOf, prepared } from './prepared.js';

/** Which counts of a series are wanted. */
export interface AskedCounts extends Series {
  from: Day;
  asOf: Day;
  /** Nothing is answered unless at least so many complaints happened from `recentFrom` on: they could not be judged anyway. */
  recentFrom: Day;
  atLeast: number;
}

// What was known by the end of the day, and what of it before that day began.
const COUNTS = `sum(count)::int as count, coalesce(sum(count) filter (where recorded_on < as_of), 0)::int as "countBefore"`;

// Compared as rows, days are found by the primary key only: a plan made from a young table's statistics took the index by day,
// and read the days of all causes for each of them.
const SERIES = `select ord::int, occurred_on::text as on, count, "countBefore"
  from unnest($1::text[], $2::text[], $3::date[], $4::date[], $5::date[], $6::int[]) with ordinality
    as asked(cause_code, product, evidence_from, as_of, recent_from, at_least, ord)
  cross join lateral (
    select occurred_on, ${COUNTS}, sum(sum(count)) filter (where occurred_on >= recent_from) over () as recent from cause_day d
    where (d.cause_code, d.product, d.occurred_on) >= (asked.cause_code, asked.product, evidence_from)
      and (d.cause_code, d.product, d.occurred_on) <= (asked.cause_code, asked.product, as_of) and recorded_on <= as_of
    group by occurred_on having sum(count) > 0
  ) as day
  where coalesce(recent, 0) >= at_least
    and ($7 or (select true from problem p where p.cause_code = asked.cause_code and p.product = asked.product and status <> 'closed' limit 1) is null)`;

/** The daily counts of each series, in their order, as known by the end of its `asOf`; none for those with an open problem, unless they are wanted, too. */
export async function seriesCounts(tx: EntityManager, asked: readonly AskedCounts[], of: 'all' | 'without-problem'): Promise<DayCount[][]> {
  const counts: DayCount[][] = asked.map(() => []);
  if (asked.length === 0) return counts;
  const columns = columnsOf(asked, ['causeCode', 'product', 'from', 'asOf', 'recentFrom', 'atLeast']);
  const rows = await prepared<DayCount & { ord: number }>(tx, 'series-counts', SERIES, [...columns, of === 'all']);
  for (const { ord, ...day } of rows) counts[ord - 1]?.push(day);
  return counts;
}

const COMPANY = `select occurred_on::text as on, ${COUNTS} from (values ($2::date)) as judged(as_of), company_day
  where occurred_on between $1 and $2 and recorded_on <= $2
  group by occurred_on having sum(count) > 0`;

/** The daily counts of all causes together, as known by the end of `asOf`. */
export function companyCounts(tx: EntityManager, from: Day, asOf: Day): Promise<DayCount[]> {
  return prepared<DayCount>(tx, 'company-counts', COMPANY, [from, asOf]);
}

const EARLIEST = `select occurred_on::text as "occurredOn", recorded_on::text as "recordedOn", count from company_day
  where recorded_on <= $1 and count > 0 order by occurred_on limit $2`;

/** Where the company's counts begin, as known by the end of `asOf`: its first so many cells. */
export function earliestCells(tx: EntityManager, asOf: Day, atMost: number): Promise<CompanyCell[]> {
  return prepared<CompanyCell>(tx, 'earliest-cells', EARLIEST, [asOf, atMost]);
}

/** The series that were busy enough since `from` to be judged on `asOf`, and have no older open problem. */
export function busySeries(tx: EntityManager, from: Day, asOf: Day, threshold: number): Promise<LockedSeries[]> {
  return tx.query(
    `select cause_code as "causeCode", product,
       (select counted_from::text from cause_series s where s.cause_code = d.cause_code and s.product = d.product) as "countedFrom",
       exists (select 1 from problem p where p.cause_code = d.cause_code and p.product = d.product and p.status <> 'closed') as "hasProblem"
     from cause_day d
     where occurred_on between $1 and $2 and recorded_on <= $2
       and not exists (select 1 from problem p where p.cause_code = d.cause_code and p.product = d.product and p.status <> 'closed'
         and not (p.status = 'open' and p.cycle = 1 and p.opened_on = $2))
     group by cause_code, product having sum(count) >= $3 order by cause_code, product`,
    [from, asOf, threshold],
  );
}

/** Complaints of every cause of a product by occurrence in two stretches of days, as known by the end of `asOf`. */
export function countsByCause(
  tx: EntityManager,
  product: string,
  { beforeFrom, beforeTo, afterFrom, afterTo }: { beforeFrom: Day; beforeTo: Day; afterFrom: Day; afterTo: Day },
  asOf: Day,
): Promise<{ causeCode: string; before: number; after: number }[]> {
  return tx.query(
    `select cause_code as "causeCode",
       coalesce(sum(count) filter (where occurred_on between $2 and $3), 0)::int as before,
       coalesce(sum(count) filter (where occurred_on between $4 and $5), 0)::int as after
     from cause_day where product = $1 and occurred_on between $2 and $5 and recorded_on <= $6
     group by cause_code having sum(count) > 0 order by cause_code`,
    [product, beforeFrom, beforeTo, afterFrom, afterTo, asOf],
  );
}
