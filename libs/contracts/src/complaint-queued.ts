import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** Nobody suitable is free: the complaint waits in a visible queue. */
export const ComplaintQueued = defineEvent({
  type: 'complaint.queued',
  version: 1,
  owner: 'assignment',
  topic: 'assignment.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    cycle: f.cycle,
    reason: z.enum(['no-agent-available', 'no-suitable-agent', 'released']),
    answerDueAt: f.moment,
    queuedAt: f.moment,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    cycle: 1,
    reason: 'no-agent-available',
    answerDueAt: '2026-03-10T09:12:00.000Z',
    queuedAt: '2026-03-09T09:12:00.000Z',
  },
});
