import { ComplaintWithdrawn } from '#libs/contracts';
import { NotFound } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { withdraw, type Complaint } from '../domain/complaint.js';
import { ComplaintTable } from '../store/complaint.table.js';
import { HandlingTable } from '../store/handling.table.js';

/** Takes a complaint back on the customer's word; it still counts in cause statistics. `check` sees the complaint before anything changes. */
export async function withdrawComplaint(
  work: Work,
  complaintId: string,
  check: (complaint: Complaint) => void = () => undefined,
): Promise<Complaint> {
  const complaint = await work.tx.findOne(ComplaintTable, { where: { id: complaintId }, lock: { mode: 'pessimistic_write' } });
  if (!complaint) throw new NotFound('complaint');
  check(complaint);
  const handling = await work.tx.findOneBy(HandlingTable, { complaintId });

  const withdrawn = withdraw(complaint, handling?.stage === 'closed', work.now);
  await work.tx.update(
    ComplaintTable,
    { id: complaintId },
    { status: withdrawn.status, withdrawnAt: withdrawn.withdrawnAt, version: withdrawn.version },
  );
  work.emit(ComplaintWithdrawn({ complaintId, withdrawnAt: work.now.toISOString() }));
  return withdrawn;
}
