import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/**
 * A customer told us something, and was told in the same answer that it was received. `historical` marks records that an importer
 * registered for a past day.
 */
export const ComplaintRegistered = defineEvent({
  type: 'complaint.registered',
  version: 1,
  owner: 'intake',
  topic: 'intake.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    ...f.complaintFacts,
    ruleVersion: z.int().positive(),
    acknowledgedAt: f.moment.optional(),
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    kind: 'complaint',
    channel: 'app',
    product: 'membership',
    language: 'ko',
    priority: 'high',
    needsCare: false,
    occurredAt: '2026-03-08T18:30:00.000Z',
    registeredAt: '2026-03-09T09:12:00.000Z',
    historical: false,
    ruleVersion: 1,
    acknowledgedAt: '2026-03-09T09:12:00.000Z',
  },
});
