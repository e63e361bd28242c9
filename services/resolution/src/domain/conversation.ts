import { next } from '#libs/domain-kit';
import { RESOLUTION_LIFECYCLE, type Resolution, type Side } from './resolution.js';

/** What the agent found out. */
export interface Finding {
  id: string;
  complaintId: string;
  cycle: number;
  text: string;
  foundBy: string;
  foundAt: Date;
}

/** What one side wrote to the other. */
export interface Message {
  id: string;
  complaintId: string;
  cycle: number;
  from: 'agent' | 'customer';
  text: string;
  writtenBy: string;
  sentAt: Date;
}

/** Words, whose they are and when they were said. */
interface Words {
  id: string;
  text: string;
  by: string;
  at: Date;
}

type Conversation = Pick<Resolution, 'complaintId' | 'cycle' | 'status'>;

/** A finding, as long as the complaint is being handled. */
export function findingIn({ complaintId, cycle, status }: Conversation, { id, text, by, at }: Words): Finding {
  next(RESOLUTION_LIFECYCLE, status, 'record-finding');
  return { id, complaintId, cycle, text, foundBy: by, foundAt: at };
}

/** A message from one side to the other, as long as the complaint is being handled. */
export function messageIn({ complaintId, cycle, status }: Conversation, side: Side, { id, text, by, at }: Words): Message {
  next(RESOLUTION_LIFECYCLE, status, 'send-message');
  return { id, complaintId, cycle, from: side === 'customer' ? 'customer' : 'agent', text, writtenBy: by, sentAt: at };
}
