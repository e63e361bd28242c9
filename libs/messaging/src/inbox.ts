import type { QueryRunner } from 'typeorm';
import type { Arrival } from './delivery.js';
import { clientOf, plainArray } from './transaction.js';

// In one order for everybody, or two members with the same events after a rebalance lock each other out.
const INSERT = `
  insert into inbox (handler, event_id)
  select ($1::text[])[d.handler], d.event_id from unnest($2::int[], $3::uuid[]) as d(handler, event_id) order by 1, 2`;

/**
 * Notes that these deliveries, of which none is expected to have been applied before, are being applied: half the work of asking.
 * Rejects with what `cameBefore` knows when one was, after waiting for a concurrent transaction that applies it.
 */
export async function rememberNews(runner: QueryRunner, deliveries: readonly Arrival[]): Promise<readonly Arrival[]> {
  if (deliveries.length === 0) return [];
  const client = await clientOf(runner);
  await client.query({ name: 'messaging-remember-news', text: INSERT, values: valuesOf(deliveries) });
  return deliveries;
}

/** Does this error mean that something was not new after all? */
export function cameBefore(error: unknown): boolean {
  const { code, table } = (error ?? {}) as { code?: unknown; table?: unknown };
  return code === '23505' && (table === 'inbox' || table === 'consumer_position'); // unique_violation
}

/**
 * Notes that these deliveries are being applied, and returns those that nobody applied before, in their order.
 * It must be the first statement of the transaction: a concurrent one waits here until the other has committed.
 */
export async function rememberInInbox(runner: QueryRunner, deliveries: readonly Arrival[]): Promise<Arrival[]> {
  if (deliveries.length === 0) return [];
  const client = await clientOf(runner);
  const { rows } = await client.query({
    name: 'messaging-remember-in-inbox',
    text: `${INSERT} on conflict do nothing returning handler, event_id`,
    values: valuesOf(deliveries),
  });
  const fresh = new Set(rows.map(({ handler, event_id }) => `${String(handler)} ${String(event_id)}`));
  // `delete` answers true once: an event that stands twice in one slice is applied once.
  return deliveries.filter(({ handler, event }) => fresh.delete(`${handler.name} ${event.id}`));
}

function valuesOf(deliveries: readonly Arrival[]): unknown[] {
  const names = [...new Set(deliveries.map(({ handler }) => handler.name))];
  const places = new Map(names.map((name, i) => [name, i + 1]));
  return [names, plainArray(deliveries.map(({ handler }) => places.get(handler.name)!)), plainArray(deliveries.map(({ event }) => event.id))];
}
