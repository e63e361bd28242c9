import { ComplaintClosed } from '#libs/contracts';
import { handles } from '#libs/messaging';
import { endAssignment } from '../commands/end-assignment.js';

/** Closed: the agent has room for the next one. */
export const onComplaintClosed = handles(ComplaintClosed, 'assignment.end-closed', (work, { data }) =>
  endAssignment(work, { complaintId: data.complaintId, because: 'closed', cycle: data.cycle }),
);
