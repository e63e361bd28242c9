import type { DomainEvent } from '#libs/contracts';
import { Consumer, silentLog, toHeaders, type EventHandler } from '#libs/messaging';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

export interface DeliverOptions {
  /** When it happened; now when absent. */
  time?: Date;
  sequence?: number;
  /** Give the same id twice to see what a redelivery does. */
  id?: string;
  correlationId?: string;
  /** A handler that fails fails the test, unless the test wants to see the event parked. */
  mayPark?: boolean;
}

let offset = 0;

/** Hands one event to a service as the log would: through its inbox, to its handlers, in one transaction. */
export async function deliver(db: DataSource, handlers: readonly EventHandler[], event: DomainEvent, options: DeliverOptions = {}): Promise<void> {
  const { time = new Date(), sequence = 1, id = uuidv7(), correlationId = id, mayPark = false } = options;
  const source = `/redress/${event.topic.split('.')[0]}`;
  const headers = toHeaders({ id, type: event.type, source, key: event.key, sequence, time, correlationId });
  offset += 1;
  await new Consumer(db, handlers, silentLog).apply([
    { topic: event.topic, partition: 0, offset: String(offset), key: event.key, headers, value: JSON.stringify(event.data) },
  ]);
  if (mayPark) return;
  const [parked]: { handler: string; error: string }[] = await db.query('select handler, error from parked where event_id = $1', [id]);
  if (parked) throw new Error(`${parked.handler} parked ${event.type}: ${parked.error}`);
}
