import type { EntityManager } from 'typeorm';
import type { CauseRecord } from '../domain/cause-record.js';
import { summed, summedForCompany, type CountChange } from '../domain/series.js';
import { columnsOf, prepared } from './prepared.js';

const READ = `select id, record.complaint_id as "complaintId", cause_code as "causeCode", product, recorded_by as "recordedBy", cycle,
    occurred_at as "occurredAt", recorded_at as "recordedAt", version
  from unnest($1::uuid[]) with ordinality as asked(complaint_id, ord)
  cross join lateral (select * from cause_record where complaint_id = asked.complaint_id offset 0) as record
  order by ord`;

// A complaint has one record: the id of a known one is met again, another id for its complaint is refused by the unique complaint.
const WRITE = `with record as (
    insert into cause_record (id, complaint_id, cause_code, product, recorded_by, cycle, occurred_at, recorded_at, version)
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[], $8::timestamptz[], $9::int[])
    on conflict (id) do update set cause_code = excluded.cause_code, product = excluded.product, recorded_by = excluded.recorded_by,
      cycle = excluded.cycle, recorded_at = excluded.recorded_at, version = excluded.version
  ), by_cause as (
    insert into cause_day as d (cause_code, product, occurred_on, recorded_on, count)
    select * from unnest($10::text[], $11::text[], $12::date[], $13::date[], $14::int[])
    on conflict (cause_code, product, occurred_on, recorded_on) do update set count = d.count + excluded.count
  )
  insert into company_day as d (occurred_on, recorded_on, count)
  select * from unnest($15::date[], $16::date[], $17::int[])
  on conflict (occurred_on, recorded_on) do update set count = d.count + excluded.count`;

const KEEP = `insert into cause_record_history (complaint_id, cycle, cause_code, product, recorded_by, recorded_at, replaced_at)
  select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])`;

const RECORD = ['id', 'complaintId', 'causeCode', 'product', 'recordedBy', 'cycle', 'occurredAt', 'recordedAt', 'version'] as const;

/** A record that a later closing replaced, and when. */
export interface ReplacedRecord extends CauseRecord {
  replacedAt: Date;
}

/** The cause records of complaints that have one. */
export async function recordsOf(tx: EntityManager, complaintIds: readonly string[]): Promise<CauseRecord[]> {
  return complaintIds.length > 0 ? prepared<CauseRecord>(tx, 'records-of', READ, [complaintIds]) : [];
}

/** Stores records, first ones and changed ones, and counts their complaints where they belong now. */
export async function writeRecords(tx: EntityManager, records: readonly CauseRecord[], changes: readonly CountChange[]): Promise<void> {
  await prepared(tx, 'write-records', WRITE, [
    ...columnsOf(records, RECORD),
    ...columnsOf(summed(changes), ['causeCode', 'product', 'occurredOn', 'recordedOn', 'count']),
    ...columnsOf(summedForCompany(changes), ['occurredOn', 'recordedOn', 'count']),
  ]);
}

/** Keeps what records said before they were replaced. */
export async function keepReplaced(tx: EntityManager, replaced: readonly ReplacedRecord[]): Promise<void> {
  if (replaced.length === 0) return;
  const columns = columnsOf(replaced, ['complaintId', 'cycle', 'causeCode', 'product', 'recordedBy', 'recordedAt', 'replacedAt']);
  await prepared(tx, 'keep-replaced', KEEP, columns);
}
