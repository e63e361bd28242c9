import type { EntityManager } from 'typeorm';
import type { Day } from '../domain/calendar.js';
import type { Series } from '../domain/series.js';
import { columnsOf, prepared } from './prepared.js';

/** A locked series: nobody else counts or opens a problem for it until this transaction ends. */
export interface LockedSeries extends Series {
  countedFrom: Day | null;
  hasProblem: boolean;
}

// In one order for everybody, or two transactions with the same series lock each other out.
const LOCK = `with locked as (
    insert into cause_series as s (cause_code, product, last_recorded_at)
    select cause_code, product, max(at) from unnest($1::text[], $2::text[], $3::timestamptz[]) as asked(cause_code, product, at)
    group by cause_code, product order by cause_code, product
    on conflict (cause_code, product) do update set last_recorded_at = greatest(s.last_recorded_at, excluded.last_recorded_at)
    returning cause_code, product, counted_from
  )
  select cause_code as "causeCode", product, counted_from::text as "countedFrom",
    coalesce((select true from problem p where p.cause_code = locked.cause_code and p.product = locked.product and status <> 'closed' limit 1), false)
      as "hasProblem"
  from locked`;

/** Locks series, making each when this is its first complaint; one that is asked for twice is answered once. */
export function lockSeries(tx: EntityManager, asked: readonly (Series & { recordedAt: Date })[]): Promise<LockedSeries[]> {
  return prepared(tx, 'lock-series', LOCK, columnsOf(asked, ['causeCode', 'product', 'recordedAt']));
}

/** Was a problem of the series closed only after this moment? One series has one problem at a time, also in its past. */
export async function isClosedAfter(tx: EntityManager, { causeCode, product }: Series, moment: Date): Promise<boolean> {
  const closed = await tx.query('select true from problem where cause_code = $1 and product = $2 and closed_at > $3 limit 1', [
    causeCode,
    product,
    moment,
  ]);
  return closed.length > 0;
}

/** Incidents before this day no longer count towards a new problem of the series. */
export async function countFrom(tx: EntityManager, { causeCode, product }: Series, day: Day): Promise<void> {
  await tx.query('update cause_series set counted_from = $3 where cause_code = $1 and product = $2', [causeCode, product, day]);
}
