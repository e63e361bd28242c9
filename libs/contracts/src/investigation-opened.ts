import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** Handling of one cycle began. Of earlier builds: `complaint.assigned` and `complaint.reopened` say it since, which set it off. */
export const InvestigationOpened = defineEvent({
  type: 'investigation.opened',
  version: 1,
  isOfEarlierBuilds: true,
  owner: 'resolution',
  topic: 'resolution.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    cycle: f.cycle,
    openedAt: f.moment,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    cycle: 1,
    openedAt: '2026-03-09T09:12:00.000Z',
  },
});
