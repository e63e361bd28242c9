import { ComplaintClosed } from '#libs/contracts';
import { handlesTogether } from '#libs/messaging';
import { endAssignments } from '../commands/end-assignments.js';

/** Closed: the agent has room for the next one. */
export const onComplaintClosed = handlesTogether([ComplaintClosed], 'assignment.end-closed', (tx, slice) =>
  endAssignments(
    tx,
    slice.map(({ work, event: { data } }) => ({ work, complaintId: data.complaintId, because: 'closed', cycle: data.cycle })),
  ),
);
