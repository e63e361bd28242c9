import { ComplaintWithdrawn } from '#libs/contracts';
import { handlesTogether } from '#libs/messaging';
import { endAssignments } from '../commands/end-assignments.js';

/** The customer took it back: nobody works on it, and nobody is chased for it. */
export const onComplaintWithdrawn = handlesTogether([ComplaintWithdrawn], 'assignment.end-withdrawn', (tx, slice) =>
  endAssignments(
    tx,
    slice.map(({ work, event: { data } }) => ({ work, complaintId: data.complaintId, because: 'withdrawn' })),
  ),
);
