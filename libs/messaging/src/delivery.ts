import type { EventHandler } from './handles.js';
import type { ReceivedRecord } from './transport/transport.js';
import type { ReceivedEvent } from './work.js';

/** One handler's share of one record. */
export interface Delivery {
  handler: EventHandler;
  record: ReceivedRecord;
  event: ReceivedEvent;
}

/** What order is kept for: a handler's events of one key. */
export function keyOf({ handler, event }: Pick<Delivery, 'handler' | 'event'>): string {
  return `${handler.name} ${event.key}`;
}

/** The class and message of an error, without data. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
