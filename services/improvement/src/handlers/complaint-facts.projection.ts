import { ComplaintRegistered, ComplaintReopened, ComplaintWithdrawn } from '#libs/contracts';
import { handles } from '#libs/messaging';
import { followComplaint, heardRegistered, heardReopened, heardWithdrawn } from '../commands/follow-complaint.js';

/** Counted as received; the closing may have been heard before. */
export const onComplaintRegistered = handles(ComplaintRegistered, 'improvement.count-received', (work, { data }) => {
  const { complaintId, kind, product, language } = data;
  const beginning = { kind, product, language, occurredAt: new Date(data.occurredAt), registeredAt: new Date(data.registeredAt) };
  return followComplaint(work, complaintId, (fact) => heardRegistered(fact, beginning));
});

/** Counted as withdrawn, unless it was closed. */
export const onComplaintWithdrawn = handles(ComplaintWithdrawn, 'improvement.count-withdrawn', (work, { data }) =>
  followComplaint(work, data.complaintId, (fact) => heardWithdrawn(fact, new Date(data.withdrawnAt))),
);

/** Counted as open again until its new cycle is closed. */
export const onComplaintReopened = handles(ComplaintReopened, 'improvement.count-reopened', (work, { data }) =>
  followComplaint(work, data.complaintId, (fact) => heardReopened(fact, data.cycle, new Date(data.reopenedAt))),
);
