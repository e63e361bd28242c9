import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** The promised time has passed: the complaint moved up a level. */
export const ComplaintEscalated = defineEvent({
  type: 'complaint.escalated',
  version: 1,
  owner: 'assignment',
  topic: 'assignment.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    cycle: f.cycle,
    level: z.int().positive(),
    answerDueAt: f.moment,
    escalatedAt: f.moment,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    cycle: 1,
    level: 1,
    answerDueAt: '2026-03-10T09:12:00.000Z',
    escalatedAt: '2026-03-10T09:13:00.000Z',
  },
});
