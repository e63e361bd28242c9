import type { Work } from '#libs/messaging';
import { withdraw, withdrawalCounts, withdrawnBeforeAssignment } from '../domain/resolution.js';
import { ResolutionTable } from '../store/resolution.table.js';
import { insertRow, lockRow, saveChanges } from '../store/rows.js';

/**
 * The customer took the complaint back: nobody handles it any more, unless it was closed before.
 * Intake and assignment speak on different topics, so this may come before the assignment: the row left here keeps it from being opened.
 */
export async function noteWithdrawal(work: Work, { complaintId, withdrawnAt }: { complaintId: string; withdrawnAt: Date }): Promise<void> {
  if (await insertRow(work.tx, ResolutionTable, withdrawnBeforeAssignment(complaintId, withdrawnAt))) return;

  const resolution = await lockRow(work.tx, complaintId);
  if (resolution !== undefined && withdrawalCounts(resolution)) await saveChanges(work.tx, resolution, withdraw(resolution, withdrawnAt));
}
