import type { QueryRunner } from 'typeorm';
import { noteEmitted } from './history.js';
import { clientOf, type Statement } from './transaction.js';
import type { WireRecord } from './transport/transport.js';

/** Parts of the outbox that are sent independently; a key always falls into the same one. */
export const RELAY_PARTS = 4;

/** An event ready to be stored in the outbox. */
export interface OutboxRow {
  id: string;
  topic: string;
  key: string;
  type: string;
  headers: Record<string, string>;
  payload: string;
}

/** The part of the outbox in which a key's events queue (FNV-1a over UTF-16 units). */
export function relayPartOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % RELAY_PARTS;
}

// The usual case, one command about one thing: the head row is locked before any outbox row gets its seq, so per key, seq
// follows sequence, whoever commits first.
const APPEND_ONE_KEY = `
  with head as (
    insert into aggregate_head as h (aggregate_id, last_sequence) values ($3, $7)
    on conflict (aggregate_id) do update set last_sequence = h.last_sequence + excluded.last_sequence
    returning h.last_sequence
  )
  insert into outbox (relay_part, event_id, topic, key, sequence, type, headers, payload)
  select $8::smallint, e.event_id, e.topic, $3, head.last_sequence - $7 + e.ord, e.type, e.headers, e.payload
  from head cross join unnest($1::uuid[], $2::text[], $4::text[], $5::jsonb[], $6::text[])
    with ordinality as e(event_id, topic, type, headers, payload, ord)
  order by e.ord`;

// Several keys: their head rows are locked in key order before any outbox row gets its seq: per key, seq follows sequence, whoever commits first.
const APPEND = `
  with event as materialized (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::smallint[])
      with ordinality as e(event_id, topic, key, type, headers, payload, relay_part, ord)
  ), head as (
    insert into aggregate_head as h (aggregate_id, last_sequence)
    select key, count(*) from event group by key order by key
    on conflict (aggregate_id) do update set last_sequence = h.last_sequence + excluded.last_sequence
    returning h.aggregate_id, h.last_sequence
  ), numbered as (
    select e.*, head.last_sequence - count(*) over (partition by e.key) + row_number() over (partition by e.key order by e.ord) as sequence
    from event e join head on head.aggregate_id = e.key
    order by e.ord
  )
  insert into outbox (relay_part, event_id, topic, key, sequence, type, headers, payload)
  select relay_part, event_id, topic, key, sequence, type, headers, payload from numbered order by ord`;

/** The statement that stores events as the last rows of their transaction; none when there is nothing to tell. */
export function appendToOutbox(rows: readonly OutboxRow[]): Statement[] {
  const key = rows[0]?.key;
  if (key === undefined) return [];
  const ids = rows.map((row) => row.id);
  const topics = rows.map((row) => row.topic);
  const keys = rows.map((row) => row.key);
  const types = rows.map((row) => row.type);
  const headers = rows.map((row) => JSON.stringify(row.headers));
  const payloads = rows.map((row) => row.payload);
  if (keys.every((other) => other === key)) {
    const values = [ids, topics, key, types, headers, payloads, rows.length, relayPartOf(key)];
    return [{ name: 'messaging-append-one-key', text: APPEND_ONE_KEY, values }, ...noteEmitted(rows)];
  }
  const values = [ids, topics, keys, types, headers, payloads, keys.map(relayPartOf)];
  return [{ name: 'messaging-append-to-outbox', text: APPEND, values }, ...noteEmitted(rows)];
}

/** The parts of the outbox in which these rows queue. */
export function partsOf(rows: readonly OutboxRow[]): Set<number> {
  return new Set(rows.map((row) => relayPartOf(row.key)));
}

/** An outbox row as the relay reads it. */
export interface StoredOutboxRow {
  /** bigint: a number where it is safe, else digits. */
  seq: string | number;
  topic: string;
  key: string;
  sequence: string | number;
  headers: Record<string, string>;
  payload: string;
}

/**
 * The next rows of these parts, oldest first in each, of those after `lowWater`. That is no cursor: whatever commits late
 * is still found, because rows leave only when they were sent, and the caller looks from 0 again and again.
 */
export async function readOutbox(runner: QueryRunner, parts: readonly number[], limit: number, lowWater = 0): Promise<StoredOutboxRow[]> {
  const client = await clientOf(runner);
  const { rows } = await client.query({
    name: 'messaging-read-outbox',
    text: `select o.seq, o.topic, o.key, o.sequence, o.headers, o.payload
      from unnest($1::smallint[]) as p(part)
      cross join lateral (select * from outbox where relay_part = p.part and seq > $3 order by seq limit $2) as o
      order by o.relay_part, o.seq`,
    values: [parts, limit, lowWater],
  });
  return rows;
}

/** Removes rows that were acknowledged. */
export async function deleteFromOutbox(runner: QueryRunner, parts: readonly number[], seqs: readonly (string | number)[]): Promise<void> {
  const client = await clientOf(runner);
  await client.query({
    name: 'messaging-delete-from-outbox',
    text: 'delete from outbox where relay_part = any($1::smallint[]) and seq = any($2::bigint[])',
    values: [parts, seqs],
  });
}

/** The record that goes over the wire. */
export function toRecord(row: StoredOutboxRow): WireRecord {
  return { topic: row.topic, key: row.key, headers: { ...row.headers, ce_sequence: String(row.sequence) }, value: row.payload };
}
