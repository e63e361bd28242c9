import { ComplaintRegistered, ComplaintReopened, ComplaintWithdrawn, type AnyEventContract, type DataOf } from '#libs/contracts';
import { projects, type ProjectingHandler } from '#libs/messaging';
import { followComplaints, heardRegistered, heardReopened, heardWithdrawn, type News } from '../commands/follow-complaints.js';

/** Counted as received; the closing may have been heard before. */
export const onComplaintRegistered = follows(ComplaintRegistered, 'improvement.count-received', (data) => {
  const { complaintId, kind, product, language } = data;
  const beginning = { kind, product, language, occurredAt: new Date(data.occurredAt), registeredAt: new Date(data.registeredAt) };
  return { complaintId, hear: (fact) => heardRegistered(fact, beginning) };
});

/** Counted as withdrawn, unless it was closed. */
export const onComplaintWithdrawn = follows(ComplaintWithdrawn, 'improvement.count-withdrawn', ({ complaintId, withdrawnAt }) => ({
  complaintId,
  hear: (fact) => heardWithdrawn(fact, new Date(withdrawnAt)),
}));

/** Counted as open again until its new cycle is closed. */
export const onComplaintReopened = follows(ComplaintReopened, 'improvement.count-reopened', ({ complaintId, cycle, reopenedAt }) => ({
  complaintId,
  hear: (fact) => heardReopened(fact, cycle, new Date(reopenedAt)),
}));

function follows<C extends AnyEventContract>(contract: C, name: string, newsOf: (data: DataOf<C>) => News): ProjectingHandler {
  return projects([contract], name, (tx, events) =>
    followComplaints(
      tx,
      events.map(({ data }) => newsOf(data)),
    ),
  );
}
