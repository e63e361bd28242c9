import type { EntityManager } from 'typeorm';
import { withdraw, withdrawalCounts, withdrawnBeforeAssignment } from '../domain/resolution.js';
import { insertAll, lockAll, saveAll } from '../store/rows.js';

/** That a customer took a complaint back. */
export interface Withdrawal {
  complaintId: string;
  withdrawnAt: Date;
}

/**
 * Customers took complaints back: nobody handles them any more, unless they were closed before.
 * Intake and assignment speak on different topics, so this may come before the assignment: the row left here keeps it from being opened.
 */
export async function noteWithdrawals(tx: EntityManager, withdrawals: readonly Withdrawal[]): Promise<void> {
  const early = withdrawals.map(({ complaintId, withdrawnAt }) => withdrawnBeforeAssignment(complaintId, withdrawnAt));
  const noted = await insertAll(tx, early);

  const later = withdrawals.filter((_, index) => !noted[index]);
  const ids = later.map(({ complaintId }) => complaintId);
  const known = await lockAll(tx, ids);
  const withdrawn = later.flatMap(({ withdrawnAt }, index) => {
    const resolution = known[index];
    return resolution && withdrawalCounts(resolution, withdrawnAt) ? [withdraw(resolution, withdrawnAt)] : [];
  });
  await saveAll(tx, withdrawn);
}
