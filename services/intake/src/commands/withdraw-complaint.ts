import { ComplaintWithdrawn } from '#libs/contracts';
import { NotFound } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { In, type EntityManager } from 'typeorm';
import { withdraw, type Complaint } from '../domain/complaint.js';
import { NOT_YET_HANDLED, standingOf } from '../domain/status-view.js';
import { ComplaintTable } from '../store/complaint.table.js';
import { HandlingTable } from '../store/handling.table.js';
import { TimelineEntryTable, type TimelineEntry } from '../store/timeline-entry.table.js';

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
  const told = isStated ? await lastDecision(work.tx, complaintId) : null;

  const withdrawn = withdraw(standingOf(complaint, handling), { ...handling, decidedAt: told?.at }, work.now, isStated);
  await work.tx.update(
    ComplaintTable,
    { id: complaintId },
    { status: withdrawn.status, withdrawnAt: withdrawn.withdrawnAt, version: withdrawn.version },
  );
  work.emit(ComplaintWithdrawn({ complaintId, withdrawnAt: withdrawn.withdrawnAt!.toISOString() }));
  return withdrawn;
}

/** The last time that the customer was told a decision, or answered it. */
function lastDecision(tx: EntityManager, complaintId: string): Promise<TimelineEntry | null> {
  const steps = In(['decided', 'accepted', 'declined', 'declined-again']);
  return tx.findOne(TimelineEntryTable, { where: { complaintId, step: steps }, order: { at: 'DESC' } });
}
