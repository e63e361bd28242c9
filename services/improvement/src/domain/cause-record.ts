/** The cause of a closed complaint that nobody could name yet; it is counted, but never opens a problem. */
export const NOT_YET_KNOWN = 'not-yet-known';

/** What a closed complaint taught us: one record per complaint, the latest closing counts. */
export interface CauseRecord {
  id: string;
  complaintId: string;
  causeCode: string;
  product: string;
  recordedBy: 'agent' | 'rule' | 'nobody';
  /** The handling cycle whose closing named the cause. */
  cycle: number;
  occurredAt: Date;
  recordedAt: Date;
  version: number;
}

/** Whether a later closing replaces what is recorded: an older or repeated one never does. */
export function replaces(recorded: Pick<CauseRecord, 'cycle'>, closing: { cycle: number }): boolean {
  return closing.cycle > recorded.cycle;
}

/** A later closing names the cause again. The day of recording moves only when the cause is another one, so that old counts stay as they were known. */
export function recordAgain(
  record: CauseRecord,
  closing: Pick<CauseRecord, 'causeCode' | 'product' | 'recordedBy' | 'cycle' | 'recordedAt'>,
): CauseRecord {
  const isSame = record.causeCode === closing.causeCode && record.product === closing.product;
  return { ...record, ...closing, recordedAt: isSame ? record.recordedAt : closing.recordedAt, version: record.version + 1 };
}
