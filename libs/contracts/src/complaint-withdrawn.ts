import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** The customer took the complaint back before it was closed. It names no cause; it is counted as withdrawn. */
export const ComplaintWithdrawn = defineEvent({
  type: 'complaint.withdrawn',
  version: 1,
  owner: 'intake',
  topic: 'intake.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    withdrawnAt: f.moment,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    withdrawnAt: '2026-03-09T09:12:00.000Z',
  },
});
