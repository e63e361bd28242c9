import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** One side wrote to the other. The text stays with its owner. */
export const MessageSent = defineEvent({
  type: 'message.sent',
  version: 1,
  owner: 'resolution',
  topic: 'resolution.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    messageId: z.uuid(),
    from: z.enum(['agent', 'customer']),
    sentAt: f.moment,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    messageId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7f06',
    from: 'agent',
    sentAt: '2026-03-09T09:12:00.000Z',
  },
});
