import { ComplaintRegistered } from '#libs/contracts';
import { handlesTogether, type Heard } from '#libs/messaging';
import { routeComplaints, type AnswerPolicy, type RouteComplaint } from '../commands/route-complaints.js';

/** Every complaint, question and suggestion gets somebody, or a place in the queue. */
export const onComplaintRegistered = (policy: AnswerPolicy) =>
  handlesTogether([ComplaintRegistered], 'assignment.route-complaint', (tx, slice) => routeComplaints(tx, slice.map(asked), policy));

function asked({ work, event: { data } }: Heard<typeof ComplaintRegistered.example>): RouteComplaint {
  const { complaintId, kind, channel, product, language, priority, needsCare, historical } = data;
  const [occurredAt, registeredAt] = [new Date(data.occurredAt), new Date(data.registeredAt)];
  return { work, complaintId, facts: { kind, channel, product, language, priority, needsCare, historical, occurredAt, registeredAt } };
}
