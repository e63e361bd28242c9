import type { EventHandler } from './handles.js';
import type { ReceivedRecord } from './transport/transport.js';
import type { ReceivedEvent } from './work.js';

/** What is known of an event whose data may be unreadable. */
export type EventHead = Pick<ReceivedEvent, 'id' | 'type' | 'source' | 'key' | 'sequence'>;

/** One handler's share of one record. */
export interface Delivery {
  handler: EventHandler;
  record: ReceivedRecord;
  event: ReceivedEvent;
}

/** One handler's share of a record that this build cannot read, or not yet. */
export interface HeldDelivery {
  handler: EventHandler;
  record: ReceivedRecord;
  event: EventHead;
  /** Why it cannot be applied now: bytes that are no event of ours, or a version that a later build knows. */
  held: 'quarantined' | 'unknown-version';
  /** What is wrong with it, without its data. */
  detail: string;
}

/** What a record brings to one handler. */
export type Arrival = Delivery | HeldDelivery;

/** Can this arrival not be read, or not yet? */
export function isHeld(arrival: Arrival): arrival is HeldDelivery {
  return 'held' in arrival;
}

/** What order is kept for: a handler's events of one key. */
export function keyOf({ handler, event }: Pick<Arrival, 'handler' | 'event'>): string {
  return `${handler.name} ${event.key}`;
}
