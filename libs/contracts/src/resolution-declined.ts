import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** The customer declined the decision: after the first stage a second one looks at it again. */
export const ResolutionDeclined = defineEvent({
  type: 'resolution.declined',
  version: 1,
  owner: 'resolution',
  topic: 'resolution.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    cycle: f.cycle,
    stage: z.int().positive(),
    declinedAt: f.moment,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    cycle: 1,
    stage: 1,
    declinedAt: '2026-03-09T09:12:00.000Z',
  },
});
