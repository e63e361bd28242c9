import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** The customer was told that the complaint was received. Of earlier builds: `complaint.registered` says it since, in the same moment. */
export const ComplaintAcknowledged = defineEvent({
  type: 'complaint.acknowledged',
  version: 1,
  isOfEarlierBuilds: true,
  owner: 'intake',
  topic: 'intake.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    channel: f.channel,
    acknowledgedAt: f.moment,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    channel: 'app',
    acknowledgedAt: '2026-03-09T09:12:00.000Z',
  },
});
