import type { EntityManager } from 'typeorm';
import type { CauseRecord } from '../domain/cause-record.js';
import { Conditions, type After } from './keyset.js';

/** A cause record with what it said in earlier cycles. */
export interface CauseRecordView extends CauseRecord {
  earlier: { cycle: number; causeCode: string; product: string; recordedAt: string }[];
}

/** Which records are wanted: the complaints behind a number. */
export interface CauseRecordSearch {
  causeCode?: string;
  product?: string;
  /** By day of occurrence, both ends included. */
  from?: string;
  to?: string;
  after?: After;
  limit: number;
}

/** Cause records, latest occurrence first; one more than the limit when there are more. */
export function causeRecords(tx: EntityManager, { causeCode, product, from, to, after, limit }: CauseRecordSearch): Promise<CauseRecordView[]> {
  const conditions = new Conditions()
    .when(causeCode, 'r.cause_code = ?')
    .when(product, 'r.product = ?')
    .when(from, `r.occurred_at >= (?::date)::timestamp at time zone 'UTC'`)
    .when(to, `r.occurred_at < (?::date + 1)::timestamp at time zone 'UTC'`)
    .after(after, '(r.occurred_at, r.id)');
  return tx.query(
    `select r.id, r.complaint_id as "complaintId", r.cause_code as "causeCode", r.product, r.recorded_by as "recordedBy", r.cycle,
       r.occurred_at as "occurredAt", r.recorded_at as "recordedAt", r.version,
       coalesce((select json_agg(json_build_object('cycle', h.cycle, 'causeCode', h.cause_code, 'product', h.product, 'recordedAt', h.recorded_at)
         order by h.cycle) from cause_record_history h where h.complaint_id = r.complaint_id), '[]'::json) as earlier
     from cause_record r ${conditions.where}
     order by r.occurred_at desc, r.id desc limit $${conditions.values.length + 1}`,
    [...conditions.values, limit + 1],
  );
}
