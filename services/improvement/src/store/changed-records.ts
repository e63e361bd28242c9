import type { EntityManager } from 'typeorm';
import { dayOf } from '../domain/calendar.js';
import type { CauseRecord } from '../domain/cause-record.js';
import { moveCount } from './cause-counts.js';
import { CauseRecordTable } from './cause-record.table.js';

/** The cause record of a complaint that has one, locked. */
export function recordOf(tx: EntityManager, complaintId: string): Promise<CauseRecord> {
  return tx.getRepository(CauseRecordTable).findOneOrFail({ where: { complaintId }, lock: { mode: 'pessimistic_write' } });
}

/** Replaces a record, keeps what it said before, and counts its complaint where it belongs now. */
export async function changeRecord(tx: EntityManager, old: CauseRecord, changed: CauseRecord, at: Date): Promise<void> {
  await tx.query(
    `insert into cause_record_history (complaint_id, cycle, cause_code, product, recorded_by, recorded_at, replaced_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [old.complaintId, old.cycle, old.causeCode, old.product, old.recordedBy, old.recordedAt, at],
  );
  await tx.getRepository(CauseRecordTable).save(changed);
  const counted = (record: CauseRecord) => ({ ...record, occurredOn: dayOf(record.occurredAt), recordedOn: dayOf(record.recordedAt) });
  await moveCount(tx, counted(old), counted(changed));
}
