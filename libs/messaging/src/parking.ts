import type { QueryRunner } from 'typeorm';
import { isHeld, type Arrival, type HeldDelivery } from './delivery.js';
import { clientOf } from './transaction.js';
import { bytesOf } from './transport/raw-bytes.js';

/**
 * Why a delivery waits: it failed itself, for good or again and again; its bytes are no event; a later build knows its version;
 * events before it never came; or an earlier event of its key waits.
 */
export const PARK_REASONS = ['failed', 'attempts-exhausted', 'quarantined', 'unknown-version', 'gap', 'behind-parked'] as const;
export type ParkReason = (typeof PARK_REASONS)[number];

/** An arrival that must wait. */
export interface Waiting {
  arrival: Arrival;
  reason: ParkReason;
  /** The class of the fault, never its message. */
  error?: string;
}

/** Which of these arrivals' keys have an event that waits already. */
export async function parkedKeys(runner: QueryRunner, arrivals: readonly Arrival[]): Promise<Set<string>> {
  if (arrivals.length === 0) return new Set();
  const client = await clientOf(runner);
  const { rows } = await client.query({
    name: 'messaging-parked-keys',
    text: `select distinct d.handler, d.key from unnest($1::text[], $2::text[]) as d(handler, key)
      where exists (select 1 from parked) and exists (select 1 from parked p where p.handler = d.handler and p.key = d.key offset 0)`,
    values: [arrivals.map(({ handler }) => handler.name), arrivals.map(({ event }) => event.key)],
  });
  return new Set(rows.map(({ handler, key }) => `${String(handler)} ${String(key)}`));
}

// Late events go before the first of their source that came after them, all to one place, where their numbers decide; everything else goes
// to the end.
const PARK = `
  insert into parked (place, handler, key, event_id, type, source, sequence, topic, partition, record_offset, headers, payload, reason, error, attempts, next_at)
  select coalesce(
      (select ceil(min(p.place)) - 0.5 from parked p
       where d.sequence > 0 and p.handler = d.handler and p.key = d.key and p.source = d.source and p.sequence > d.sequence),
      nextval('parked_place')
    ), d.handler, d.key, d.event_id, d.type, d.source, d.sequence, d.topic, d.partition, d.record_offset, d.headers, d.payload, d.reason, d.error,
    d.attempts, now() + case when d.attempts > 0 then interval '1 second' else interval '0' end
  from (
    select * from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::int[], $9::text[], $10::json[],
      $11::text[], $12::text[], $13::text[], $14::int[]) with ordinality
      as d(handler, key, event_id, type, source, sequence, topic, partition, record_offset, headers, payload, reason, error, attempts, ord)
    order by ord
  ) d`;

/** Puts arrivals into the queues of their keys, in this order; what cannot be read is kept byte for byte beside. */
export async function park(runner: QueryRunner, waiting: readonly Waiting[]): Promise<void> {
  if (waiting.length === 0) return;
  const client = await clientOf(runner);
  await quarantine(
    runner,
    waiting.flatMap(({ arrival }) => (isHeld(arrival) && (arrival.held === 'quarantined' || isKeptAsBytes(arrival)) ? arrival : [])),
  );
  const of = <T>(column: (one: Waiting) => T): T[] => waiting.map(column);
  await client.query({
    name: 'messaging-park',
    text: PARK,
    values: [
      of(({ arrival }) => arrival.handler.name),
      of(({ arrival }) => arrival.event.key),
      of(({ arrival }) => arrival.event.id),
      of(({ arrival }) => arrival.event.type),
      of(({ arrival }) => arrival.event.source),
      of(({ arrival }) => arrival.event.sequence),
      of(({ arrival }) => arrival.record.topic),
      of(({ arrival }) => arrival.record.partition),
      of(({ arrival }) => arrival.record.offset),
      of(({ arrival }) => JSON.stringify(arrival.record.headers)),
      of(({ arrival }) => (isKeptAsBytes(arrival) ? null : arrival.record.value)),
      of(({ reason }) => reason),
      of(({ arrival, error }) => error ?? (isHeld(arrival) ? arrival.detail : null)),
      of(({ error }) => (error === undefined ? 0 : 1)),
    ],
  });
}

/** Does only the quarantine have the record as it came? What can be read waits with its data as they were read, whatever its other bytes are. */
function isKeptAsBytes(arrival: Arrival): boolean {
  return isHeld(arrival) && (arrival.record.raw !== undefined || arrival.event.key !== arrival.record.key);
}

async function quarantine(runner: QueryRunner, held: readonly HeldDelivery[]): Promise<void> {
  const records = [...new Map(held.map((one) => [one.event.id, one])).values()];
  for (const { event, record, detail } of records) {
    const { key, value, headers } = bytesOf(record);
    const named = Object.entries(headers).map(([name, bytes]) => [name, bytes.toString('base64')]);
    await runner.query(
      `insert into quarantined (event_id, topic, partition, record_offset, record_key, headers, value, reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [event.id, record.topic, record.partition, record.offset, key, Buffer.from(JSON.stringify(Object.fromEntries(named))), value, detail],
    );
  }
}

/** A row of the queues. */
export interface ParkedRow {
  seq: number;
  handler: string;
  key: string;
  event_id: string;
  type: string;
  source: string;
  sequence: number;
  topic: string;
  partition: number;
  record_offset: string;
  headers: Record<string, string>;
  /** Absent when the bytes are no text or the key is too long: then only the quarantine has the record. */
  payload: string | null;
  state: 'waiting' | 'dead';
  reason: ParkReason;
  attempts: number;
}
