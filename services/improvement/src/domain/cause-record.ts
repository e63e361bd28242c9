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

/** What a closing says about the cause. */
export interface NamedCause {
  complaintId: string;
  product: string;
  cycle: number;
  causeCode?: string;
  causeBy?: 'agent' | 'rule';
  occurredAt: Date;
  closedAt: Date;
}

/** The cause that a closing names, as it is recorded. */
export function causeOf({ causeCode, causeBy, product, cycle, closedAt }: NamedCause) {
  const recordedBy = causeCode ? (causeBy ?? 'agent') : ('nobody' as const);
  return { causeCode: causeCode ?? NOT_YET_KNOWN, product, recordedBy, cycle, recordedAt: closedAt };
}

/** The first closing of a complaint names its cause. */
export function recordFirst(id: string, closing: NamedCause): CauseRecord {
  const { complaintId, occurredAt } = closing;
  return { id, complaintId, ...causeOf(closing), occurredAt, version: 1 };
}

/** A later closing names the cause again. The day of recording moves only when the cause is another one, so that old counts stay as they were known. */
export function recordAgain(
  record: CauseRecord,
  closing: Pick<CauseRecord, 'causeCode' | 'product' | 'recordedBy' | 'cycle' | 'recordedAt'>,
): CauseRecord {
  const isSame = record.causeCode === closing.causeCode && record.product === closing.product;
  return { ...record, ...closing, recordedAt: isSame ? record.recordedAt : closing.recordedAt, version: record.version + 1 };
}
