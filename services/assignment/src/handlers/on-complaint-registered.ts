import { ComplaintRegistered } from '#libs/contracts';
import { handles } from '#libs/messaging';
import { routeComplaint, type AnswerPolicy } from '../commands/route-complaint.js';

/** Every complaint, question and suggestion gets somebody, or a place in the queue. */
export const onComplaintRegistered = (policy: AnswerPolicy) =>
  handles(ComplaintRegistered, 'assignment.route-complaint', (work, { data }) => {
    const { complaintId, kind, channel, product, language, priority, needsCare, historical } = data;
    const moments = { occurredAt: new Date(data.occurredAt), registeredAt: new Date(data.registeredAt) };
    return routeComplaint(work, { complaintId, facts: { kind, channel, product, language, priority, needsCare, historical, ...moments } }, policy);
  });
