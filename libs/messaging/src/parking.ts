import type { QueryRunner } from 'typeorm';
import { nameOf, type Delivery } from './delivery.js';
import { clientOf } from './transaction.js';

/** Why a delivery waits: it failed itself, for good or again and again, or an earlier event of its key did. */
export type ParkReason = 'failed' | 'attempts-exhausted' | 'behind-parked';

/** Which of these deliveries must wait because an earlier event of their key still does. */
export async function parkedKeys(runner: QueryRunner, deliveries: readonly Delivery[]): Promise<Set<string>> {
  const client = await clientOf(runner);
  const { rows } = await client.query({
    name: 'messaging-parked-keys',
    text: `select distinct p.handler, p.key from parked p join unnest($1::text[], $2::text[]) as d(handler, key) on p.handler = d.handler and p.key = d.key`,
    values: [deliveries.map(({ handler }) => handler.name), deliveries.map(({ event }) => event.key)],
  });
  return new Set(rows.map(({ handler, key }) => `${String(handler)} ${String(key)}`));
}

/** Puts a delivery at the end of its key's queue. */
export async function parkDelivery(runner: QueryRunner, { handler, record, event }: Delivery, reason: ParkReason, error?: unknown): Promise<void> {
  await runner.query(
    `insert into parked (handler, key, event_id, topic, partition, record_offset, headers, payload, reason, error, attempts, next_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now() + interval '1 second')`,
    [
      handler.name,
      event.key,
      event.id,
      record.topic,
      record.partition,
      record.offset,
      JSON.stringify(record.headers),
      record.value,
      reason,
      error === undefined ? null : nameOf(error),
      error === undefined ? 0 : 1,
    ],
  );
}
