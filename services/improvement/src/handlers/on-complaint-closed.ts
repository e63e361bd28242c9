import { ComplaintClosed } from '#libs/contracts';
import { handles } from '#libs/messaging';
import { recordCause, type Rules } from '../commands/record-cause.js';

/** Every closed complaint teaches us one cause. */
export const onComplaintClosed = (rules: Rules) =>
  handles(ComplaintClosed, 'improvement.record-cause', (work, { data }) => {
    const { complaintId, cycle, kind, product, language, causeCode, causeBy } = data;
    const moments = { occurredAt: new Date(data.occurredAt), registeredAt: new Date(data.registeredAt), closedAt: new Date(data.closedAt) };
    return recordCause(work, { complaintId, cycle, kind, product, language, causeCode, causeBy, ...moments }, rules);
  });
