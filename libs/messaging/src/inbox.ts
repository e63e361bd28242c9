import type { QueryRunner } from 'typeorm';
import type { Arrival } from './delivery.js';
import { clientOf } from './transaction.js';

/**
 * Notes that these deliveries are being applied, and returns those that nobody applied before, in their order.
 * It must be the first statement of the transaction: a concurrent one waits here until the other has committed.
 */
export async function rememberInInbox(runner: QueryRunner, deliveries: readonly Arrival[]): Promise<Arrival[]> {
  if (deliveries.length === 0) return [];
  const client = await clientOf(runner);
  const { rows } = await client.query({
    name: 'messaging-remember-in-inbox',
    // In one order for everybody, or two members with the same events after a rebalance lock each other out.
    text: `insert into inbox (handler, event_id)
      select handler, event_id from unnest($1::text[], $2::uuid[]) as d(handler, event_id) order by handler, event_id
      on conflict do nothing returning handler, event_id`,
    values: [deliveries.map(({ handler }) => handler.name), deliveries.map(({ event }) => event.id)],
  });
  const fresh = new Set(rows.map(({ handler, event_id }) => `${String(handler)} ${String(event_id)}`));
  // `delete` answers true once: an event that stands twice in one slice is applied once.
  return deliveries.filter(({ handler, event }) => fresh.delete(`${handler.name} ${event.id}`));
}
