import type { EntityManager } from 'typeorm';
import type { Day } from '../domain/calendar.js';
import type { CauseRecord } from '../domain/cause-record.js';
import { prepared } from './prepared.js';

/** One cause in one product. */
export interface Series {
  causeCode: string;
  product: string;
}

/** A locked series: nobody else counts or opens a problem for it until this transaction ends. */
export interface LockedSeries {
  countedFrom: Day | null;
  hasProblem: boolean;
}

const LOCK = `with locked as (
    insert into cause_series as s (cause_code, product, last_recorded_at) values ($1, $2, $3)
    on conflict (cause_code, product) do update set last_recorded_at = greatest(s.last_recorded_at, excluded.last_recorded_at)
    returning counted_from
  )
  select counted_from::text as "countedFrom",
    exists (select 1 from problem where cause_code = $1 and product = $2 and status <> 'closed') as "hasProblem"
  from locked`;

/** Locks a series, making it when this is its first complaint. */
export async function lockSeries(tx: EntityManager, { causeCode, product }: Series, at: Date): Promise<LockedSeries> {
  const [locked] = await prepared<LockedSeries>(tx, 'lock-series', LOCK, [causeCode, product, at]);
  return locked as LockedSeries;
}

const INSERT = `with record as (
    insert into cause_record (id, complaint_id, cause_code, product, recorded_by, cycle, occurred_at, recorded_at, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ), by_cause as (
    insert into cause_day as d (cause_code, product, occurred_on, recorded_on, count) values ($3, $4, $10, $11, 1)
    on conflict (cause_code, product, occurred_on, recorded_on) do update set count = d.count + 1
  )
  insert into company_day as d (occurred_on, recorded_on, count) values ($10, $11, 1)
  on conflict (occurred_on, recorded_on) do update set count = d.count + 1`;

/** Stores the first cause record of a complaint and counts it. */
export async function insertRecord(tx: EntityManager, record: CauseRecord, occurredOn: Day, recordedOn: Day): Promise<void> {
  const { id, complaintId, causeCode, product, recordedBy, cycle, occurredAt, recordedAt, version } = record;
  const values = [id, complaintId, causeCode, product, recordedBy, cycle, occurredAt, recordedAt, version, occurredOn, recordedOn];
  await prepared(tx, 'insert-record', INSERT, values);
}

/** Takes a complaint out of the counts under its old cause and day, and counts it under the new ones. */
export async function moveCount(tx: EntityManager, from: Series & Counted, to: Series & Counted): Promise<void> {
  for (const [at, change] of [
    [from, -1],
    [to, 1],
  ] as const) {
    await tx.query(
      `insert into cause_day as d (cause_code, product, occurred_on, recorded_on, count) values ($1, $2, $3, $4, $5)
       on conflict (cause_code, product, occurred_on, recorded_on) do update set count = d.count + excluded.count`,
      [at.causeCode, at.product, at.occurredOn, at.recordedOn, change],
    );
    await tx.query(
      `insert into company_day as d (occurred_on, recorded_on, count) values ($1, $2, $3)
       on conflict (occurred_on, recorded_on) do update set count = d.count + excluded.count`,
      [at.occurredOn, at.recordedOn, change],
    );
  }
}

/** The days under which a cause record is counted. */
export interface Counted {
  occurredOn: Day;
  recordedOn: Day;
}

/** Incidents before this day no longer count towards a new problem of the series. */
export async function countFrom(tx: EntityManager, { causeCode, product }: Series, day: Day): Promise<void> {
  await tx.query('update cause_series set counted_from = $3 where cause_code = $1 and product = $2', [causeCode, product, day]);
}
