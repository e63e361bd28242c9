import { ComplaintWithdrawn } from '#libs/contracts';
import { handles } from '#libs/messaging';
import { endAssignment } from '../commands/end-assignment.js';

/** The customer took it back: nobody works on it, and nobody is chased for it. */
export const onComplaintWithdrawn = handles(ComplaintWithdrawn, 'assignment.end-withdrawn', (work, { data }) =>
  endAssignment(work, { complaintId: data.complaintId, because: 'withdrawn' }),
);
