import type { EntityManager } from 'typeorm';
import type { Day } from '../domain/calendar.js';
import type { DayCount } from '../domain/day-counts.js';
import type { LockedSeries, Series } from './cause-counts.js';
import { prepared } from './prepared.js';

// What was known by the end of $asOf, and what of it before that day began.
const COUNTS = `sum(count)::int as count, coalesce(sum(count) filter (where recorded_on < $2), 0)::int as "countBefore"`;

const SERIES = `select occurred_on::text as on, ${COUNTS} from cause_day
  where cause_code = $3 and product = $4 and occurred_on between $1 and $2 and recorded_on <= $2
  group by occurred_on having sum(count) > 0`;

/** The daily counts of one series, as known by the end of `asOf`. */
export function seriesCounts(tx: EntityManager, { causeCode, product }: Series, from: Day, asOf: Day): Promise<DayCount[]> {
  return prepared<DayCount>(tx, 'series-counts', SERIES, [from, asOf, causeCode, product]);
}

const COMPANY = `select occurred_on::text as on, ${COUNTS} from company_day
  where occurred_on between $1 and $2 and recorded_on <= $2
  group by occurred_on having sum(count) > 0`;

/** The daily counts of all causes together, as known by the end of `asOf`. */
export function companyCounts(tx: EntityManager, from: Day, asOf: Day): Promise<DayCount[]> {
  return prepared<DayCount>(tx, 'company-counts', COMPANY, [from, asOf]);
}

const SINCE = 'select occurred_on::text as on from company_day where recorded_on <= $1 and count > 0 order by occurred_on limit 1';

/** The first day on which anything happened, as known by the end of `asOf`. */
export async function companySince(tx: EntityManager, asOf: Day): Promise<Day> {
  const [first] = await prepared<{ on: Day }>(tx, 'company-since', SINCE, [asOf]);
  return first?.on ?? asOf;
}

/** The series that were busy enough since `from` to be judged on `asOf`, and have no older open problem. */
export function busySeries(tx: EntityManager, from: Day, asOf: Day, threshold: number): Promise<(Series & LockedSeries)[]> {
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
