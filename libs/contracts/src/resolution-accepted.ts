import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** The customer accepted the decision. */
export const ResolutionAccepted = defineEvent({
  type: 'resolution.accepted',
  version: 1,
  owner: 'resolution',
  topic: 'resolution.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    cycle: f.cycle,
    acceptedAt: f.moment,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    cycle: 1,
    acceptedAt: '2026-03-09T09:12:00.000Z',
  },
});
