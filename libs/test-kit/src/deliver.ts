import type { DomainEvent } from '#libs/contracts';
import { Consumer, silentLog, toHeaders, type EventHandler, type ReceivedRecord } from '#libs/messaging';
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
export function deliver(db: DataSource, handlers: readonly EventHandler[], event: DomainEvent, options: DeliverOptions = {}): Promise<void> {
  return deliverTogether(db, handlers, [{ ...options, event }], options);
}

/** Hands a slice of events to a service as the log would under load: all in one transaction. */
export async function deliverTogether(
  db: DataSource,
  handlers: readonly EventHandler[],
  slice: readonly (DeliverOptions & { event: DomainEvent })[],
  { mayPark = false }: Pick<DeliverOptions, 'mayPark'> = {},
): Promise<void> {
  const records = slice.map(toRecord);
  const faults: unknown[] = [];
  await new Consumer(db, watched(handlers, faults), silentLog).apply(records);
  if (mayPark) return;
  const byId = new Map(records.map(({ headers }) => [headers['ce_id'], headers['ce_type']]));
  const [parked]: { handler: string; event_id: string; error: string }[] = await db.query(
    'select handler, event_id, coalesce(error, reason) as error from parked where event_id = any($1)',
    [[...byId.keys()]],
  );
  // What is stored names the class of a fault only; a test may see all of it.
  if (!parked) return;
  const fault = faults.at(-1);
  const why = fault instanceof Error ? `${fault.name}: ${fault.message}` : parked.error;
  throw new Error(`${parked.handler} parked ${byId.get(parked.event_id)}: ${why}`, { cause: fault });
}

function watched(handlers: readonly EventHandler[], faults: unknown[]): EventHandler[] {
  return handlers.map((handler) => ({
    ...handler,
    handle: async (tx, slice) => {
      try {
        return await handler.handle(tx, slice);
      } catch (fault) {
        faults.push(fault);
        throw fault;
      }
    },
  }));
}

function toRecord({
  event,
  time = new Date(),
  sequence = 1,
  id = uuidv7(),
  correlationId = id,
}: DeliverOptions & { event: DomainEvent }): ReceivedRecord {
  const source = `/redress/${event.topic.split('.')[0]}`;
  const headers = toHeaders({ id, type: event.type, source, key: event.key, sequence, time, correlationId });
  offset += 1;
  return { topic: event.topic, partition: 0, offset: String(offset), key: event.key, headers, value: JSON.stringify(event.data) };
}
