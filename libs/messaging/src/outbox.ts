import type { QueryRunner } from 'typeorm';
import { noteEmitted } from './history.js';
import { clientOf, plainArray, textArray, type Statement } from './transaction.js';
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
  from head cross join unnest($1::uuid[], $2::text[], $4::text[], $5::json[], $6::text[])
    with ordinality as e(event_id, topic, type, headers, payload, ord)
  order by e.ord`;

// Several keys: their head rows are locked in key order before any outbox row gets its seq: per key, seq follows sequence, whoever commits first.
const APPEND = `
  with event as materialized (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::json[], $6::text[], $7::smallint[])
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
  const ids = plainArray(rows.map((row) => row.id));
  const topics = rows.map((row) => row.topic);
  const keys = rows.map((row) => row.key);
  const types = rows.map((row) => row.type);
  const headers = textArray(rows.map((row) => JSON.stringify(row.headers)));
  const payloads = textArray(rows.map((row) => row.payload));
  if (keys.every((other) => other === key)) {
    const values = [ids, topics, key, types, headers, payloads, rows.length, relayPartOf(key)];
    return [{ name: 'messaging-append-one-key', text: APPEND_ONE_KEY, values }, ...noteEmitted(rows)];
  }
  const values = [ids, topics, keys, types, headers, payloads, plainArray(keys.map(relayPartOf))];
  return [{ name: 'messaging-append-to-outbox', text: APPEND, values }, ...noteEmitted(rows)];
}

/** The parts of the outbox in which these rows queue. */
export function partsOf(rows: readonly OutboxRow[]): Set<number> {
  return new Set(rows.map((row) => relayPartOf(row.key)));
}

/** An outbox row as the relay reads it. */
export interface StoredOutboxRow {
  relay_part: number;
  /** bigint: a number where it is safe, else digits. */
  seq: string | number;
  topic: string;
  key: string;
  sequence: string | number;
  headers: Record<string, string>;
  payload: string;
  /** The log refused an earlier event of this key: it must wait behind that one. */
  is_behind?: boolean;
}

/**
 * The next rows of these parts, oldest first in each, of those after `after` (one `seq` per part). That is no cursor: whatever
 * commits late is still found, because rows leave only when they were sent.
 */
export async function readOutbox(
  runner: QueryRunner,
  parts: readonly number[],
  limit: number,
  after: readonly number[] = parts.map(() => 0),
): Promise<StoredOutboxRow[]> {
  const client = await clientOf(runner);
  const { rows } = await client.query({
    name: 'messaging-read-outbox',
    text: `select o.relay_part, o.seq, o.topic, o.key, o.sequence, o.headers, o.payload,
        exists (select 1 from outbox_parked b where b.key = o.key) as is_behind
      from unnest($1::smallint[], $3::bigint[]) as p(part, after)
      cross join lateral (select * from outbox where relay_part = p.part and seq > p.after order by seq limit $2) as o
      order by o.relay_part, o.seq`,
    values: [parts, limit, after],
  });
  return rows;
}

/** The record that goes over the wire. */
export function toRecord(row: StoredOutboxRow): WireRecord {
  return { topic: row.topic, key: row.key, headers: { ...row.headers, ce_sequence: String(row.sequence) }, value: row.payload };
}
