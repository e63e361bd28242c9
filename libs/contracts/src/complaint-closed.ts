import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** Handling ended and the customer was told the decision. Feeds cause analysis. `causeCode` is absent for questions and suggestions only. */
export const ComplaintClosed = defineEvent({
  type: 'complaint.closed',
  version: 1,
  owner: 'resolution',
  topic: 'resolution.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    cycle: f.cycle,
    decision: f.decision,
    causeCode: f.code.optional(),
    causeBy: z.enum(['agent', 'rule']).optional(),
    closedAt: f.moment,
    ...f.complaintFacts,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    cycle: 1,
    decision: 'upheld',
    causeCode: 'membership-hard-to-cancel',
    causeBy: 'agent',
    closedAt: '2026-03-09T16:40:00.000Z',
    kind: 'complaint',
    channel: 'app',
    product: 'membership',
    language: 'ko',
    priority: 'high',
    needsCare: false,
    occurredAt: '2026-03-08T18:30:00.000Z',
    registeredAt: '2026-03-09T09:12:00.000Z',
    historical: false,
  },
});
