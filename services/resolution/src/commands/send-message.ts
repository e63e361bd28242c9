import { MessageSent } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import { messageIn, type Message } from '../domain/conversation.js';
import { sideOf } from '../domain/rights.js';
import { MessageTable } from '../store/conversation.table.js';
import { insertion } from '../store/rows.js';
import { resolutionForHandling, type Handling } from './for-handling.js';

/** One side writes to the other. The resolution keeps its version: a word from the customer must not undo what an agent is about to decide. */
export async function sendMessage(work: Work, { text, ...handling }: Handling & { text: string }): Promise<Message & { version: number }> {
  const resolution = await resolutionForHandling(work, handling, 'send-message');

  const message = messageIn(resolution, sideOf(handling.by), { id: work.newId(), text, by: work.actor, at: work.now });
  work.store(insertion(MessageTable, message));
  work.emit(MessageSent({ complaintId: message.complaintId, messageId: message.id, from: message.from, sentAt: work.now.toISOString() }));
  return { ...message, version: resolution.version };
}
