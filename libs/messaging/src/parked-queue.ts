import type { DataSource, QueryRunner } from 'typeorm';
import type { ParkedRow } from './parking.js';
import { textOf, type RawBytes } from './transport/raw-bytes.js';
import type { ReceivedRecord } from './transport/transport.js';

/** One handler's queue of one key. */
export interface ParkedKey {
  handler: string;
  key: string;
}

// An event waits while one before it is missing: with every event that comes after all, the hole gets smaller.
const NO_GAP_BEFORE = `not exists (
    select 1 from consumer_position c where c.source = p.source and c.key = p.key and not isempty(c.missing) and lower(c.missing) < p.sequence
  )`;

// No pause is longer than an hour (`parkedDelayFor`): the clock was set back.
const IS_DUE = `(next_at <= now() or next_at > now() + interval '1 hour')`;

// Steps from queue to queue in the index, so that a key with a hundred thousand events costs no more than one with a single event.
const DUE = `
  with recursive head as (
    (select seq, handler, key from parked order by handler, key, place, sequence, seq limit 1)
    union all
    select n.seq, n.handler, n.key from head h
    cross join lateral (select seq, handler, key from parked where (handler, key) > (h.handler, h.key) order by handler, key, place, sequence, seq limit 1) n
  )
  select p.handler, p.key from head join parked p using (seq)
  where p.state = 'waiting' and ${IS_DUE} and p.handler = any($1::text[])
    and (p.reason <> 'unknown-version' or p.type = any($2::text[])) and ${NO_GAP_BEFORE}
  order by p.next_at limit 200`;

/**
 * The keys whose first event may be tried now. What is left out waits for somebody else: handlers and versions that another build
 * knows, events that are missing, and dead ones for a person.
 */
export function dueKeys(db: DataSource, handlers: readonly string[], readableTypes: readonly string[]): Promise<ParkedKey[]> {
  return db.query(DUE, [handlers, readableTypes]);
}

const LOCK_HEAD = `
  select seq from parked
  where seq = (select seq from parked where handler = $1 and key = $2 order by place, sequence, seq limit 1) and state = 'waiting' and ${IS_DUE}
  for update skip locked`;

// Up to the first that may not be tried: dead, or behind a hole.
const FIRST = `
  with first as materialized (select p.*, p.state = 'waiting' and ${NO_GAP_BEFORE} as ready from parked p
    where p.handler = $1 and p.key = $2 order by p.place, p.sequence, p.seq limit $3)
  select * from first
  where not exists (select 1 from first f where not f.ready and (f.place, f.sequence, f.seq) <= (first.place, first.sequence, first.seq))
  order by place, sequence, seq`;

/** The first events of a key, locked for this transaction; none when another replica has it or there is nothing to do yet. */
export async function lockQueue(runner: QueryRunner, { handler, key }: ParkedKey, limit: number): Promise<ParkedRow[]> {
  const locked = (await runner.query(LOCK_HEAD, [handler, key])) as object[];
  return locked.length > 0 ? ((await runner.query(FIRST, [handler, key, limit])) as ParkedRow[]) : [];
}

/** The record of a parked event as it came off the log. */
export async function recordOf(runner: QueryRunner, row: ParkedRow): Promise<ReceivedRecord> {
  const { topic, partition, record_offset: offset, key, headers, payload } = row;
  if (payload !== null) return { topic, partition, offset, key, headers, value: payload };
  const bytes = await quarantinedBytes(runner, row.event_id);
  return { topic, partition, offset, ...(bytes ? textOf(bytes) : { key, headers, value: '' }) };
}

/** The bytes of a quarantined record. */
export async function quarantinedBytes(runner: QueryRunner, eventId: string): Promise<RawBytes | undefined> {
  const [found] = (await runner.query('select record_key as key, headers, value from quarantined where event_id = $1', [eventId])) as {
    key: Buffer;
    headers: Buffer;
    value: Buffer;
  }[];
  if (!found) return undefined;
  const named = Object.entries(JSON.parse(found.headers.toString()) as Record<string, string>);
  return { ...found, headers: Object.fromEntries(named.map(([name, text]) => [name, Buffer.from(text, 'base64')])) };
}
