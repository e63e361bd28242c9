import { ComplaintWithdrawn } from '#libs/contracts';
import { NotFound } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { withdraw, type Complaint } from '../domain/complaint.js';
import { NOT_YET_HANDLED, standingOf } from '../domain/status-view.js';
import { ComplaintTable } from '../store/complaint.table.js';
import { HandlingTable } from '../store/handling.table.js';

export interface Withdrawal {
  /** Sees the complaint before anything changes. */
  check?: (complaint: Complaint) => void;
  /** Somebody stated when it was; else it is now by our own clock. */
  isStated?: boolean;
}

/** Takes a complaint back on the customer's word; it stays counted, as withdrawn. */
export async function withdrawComplaint(work: Work, complaintId: string, { check, isStated }: Withdrawal = {}): Promise<Complaint> {
  const complaint = await work.tx.findOne(ComplaintTable, { where: { id: complaintId }, lock: { mode: 'pessimistic_write' } });
  if (!complaint) throw new NotFound('complaint');
  check?.(complaint);
  const handling = (await work.tx.findOneBy(HandlingTable, { complaintId })) ?? NOT_YET_HANDLED;

  const withdrawn = withdraw(standingOf(complaint, handling), handling, work.now, isStated);
  await work.tx.update(
    ComplaintTable,
    { id: complaintId },
    { status: withdrawn.status, withdrawnAt: withdrawn.withdrawnAt, version: withdrawn.version },
  );
  work.emit(ComplaintWithdrawn({ complaintId, withdrawnAt: withdrawn.withdrawnAt!.toISOString() }));
  return withdrawn;
}
