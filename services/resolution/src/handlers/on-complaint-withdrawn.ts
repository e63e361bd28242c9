import { ComplaintWithdrawn } from '#libs/contracts';
import { handles } from '#libs/messaging';
import { noteWithdrawal } from '../commands/note-withdrawal.js';

/** What the customer took back is not handled any further. */
export const onComplaintWithdrawn = handles(ComplaintWithdrawn, 'resolution.note-withdrawal', (work, { data }) =>
  noteWithdrawal(work, { complaintId: data.complaintId, withdrawnAt: new Date(data.withdrawnAt) }),
);
