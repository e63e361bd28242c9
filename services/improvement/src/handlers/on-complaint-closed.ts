import { ComplaintClosed, type DataOf } from '#libs/contracts';
import { handlesTogether } from '#libs/messaging';
import { recordCauses, type Closing, type Rules } from '../commands/record-causes.js';

/** Every closed complaint teaches us one cause. */
export const onComplaintClosed = (rules: Rules) =>
  handlesTogether([ComplaintClosed], 'improvement.record-cause', (tx, slice) =>
    recordCauses(
      tx,
      slice.map(({ work, event }) => ({ work, closing: closingOf(event.data) })),
      rules,
    ),
  );

/** What an event says about the closing of a complaint. */
export function closingOf(data: DataOf<typeof ComplaintClosed>): Closing {
  const { complaintId, cycle, kind, product, language, causeCode, causeBy } = data;
  const moments = { occurredAt: new Date(data.occurredAt), registeredAt: new Date(data.registeredAt), closedAt: new Date(data.closedAt) };
  return { complaintId, cycle, kind, product, language, causeCode, causeBy, ...moments };
}
