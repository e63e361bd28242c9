import { ComplaintWithdrawn } from '#libs/contracts';
import { handlesTogether } from '#libs/messaging';
import { lockComplaints } from '../commands/lock-complaints.js';
import { noteWithdrawals } from '../commands/note-withdrawals.js';

/** What the customer took back is not handled any further. */
export const onComplaintWithdrawn = handlesTogether(
  [ComplaintWithdrawn],
  'resolution.note-withdrawal',
  (tx, slice) =>
    noteWithdrawals(
      tx,
      slice.map(({ event: { data } }) => ({ complaintId: data.complaintId, withdrawnAt: new Date(data.withdrawnAt) })),
    ),
  lockComplaints,
);
