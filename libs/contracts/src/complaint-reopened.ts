import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** A closed complaint needs handling again: a new cycle begins, the old one is kept. */
export const ComplaintReopened = defineEvent({
  type: 'complaint.reopened',
  version: 1,
  owner: 'resolution',
  topic: 'resolution.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    cycle: f.cycle,
    reopenedBy: z.enum(['customer', 'staff']),
    reopenedAt: f.moment,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    cycle: 2,
    reopenedBy: 'customer',
    reopenedAt: '2026-03-09T09:12:00.000Z',
  },
});
