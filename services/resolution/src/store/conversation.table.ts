import { EntitySchema } from 'typeorm';
import type { Finding, Message } from '../domain/conversation.js';

/** What was found out; staff only. */
export const FindingTable = new EntitySchema<Finding>({
  name: 'finding',
  columns: {
    id: { name: 'id', type: 'uuid', primary: true },
    complaintId: { name: 'complaint_id', type: 'uuid' },
    cycle: { name: 'cycle', type: 'integer' },
    text: { name: 'text', type: 'text' },
    foundBy: { name: 'found_by', type: 'text' },
    foundAt: { name: 'found_at', type: 'timestamptz' },
  },
});

/** What both sides wrote. */
export const MessageTable = new EntitySchema<Message>({
  name: 'message',
  columns: {
    id: { name: 'id', type: 'uuid', primary: true },
    complaintId: { name: 'complaint_id', type: 'uuid' },
    cycle: { name: 'cycle', type: 'integer' },
    from: { name: 'sender', type: 'text' },
    text: { name: 'text', type: 'text' },
    writtenBy: { name: 'written_by', type: 'text' },
    sentAt: { name: 'sent_at', type: 'timestamptz' },
  },
});
