import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** A closed complaint taught us its cause. */
export const CauseRecorded = defineEvent({
  type: 'cause.recorded',
  version: 1,
  owner: 'improvement',
  topic: 'improvement.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    causeCode: f.code,
    product: f.code,
    occurredAt: f.moment,
    recordedAt: f.moment,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    causeCode: 'membership-hard-to-cancel',
    product: 'membership',
    occurredAt: '2026-03-08T18:30:00.000Z',
    recordedAt: '2026-03-09T16:40:00.000Z',
  },
});
