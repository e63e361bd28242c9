import type { DataSource, QueryRunner } from 'typeorm';
import type { Heard } from './handles.js';
import { clientOf, type Statement } from './transaction.js';

// Not a migration: the schema of a real installation never has this table.
const TABLE = `create table if not exists history (
  seq bigint generated always as identity primary key,
  kind text not null check (kind in ('emitted', 'applied')),
  key text not null,
  source text not null,
  sequence bigint not null,
  event_id uuid not null,
  type text not null,
  handler text,
  cause uuid,
  at timestamptz not null default clock_timestamp()
)`;

const EMITTED = `insert into history (kind, key, source, sequence, event_id, type, cause)
  select 'emitted', key, headers ->> 'ce_source', sequence, event_id, type, (headers ->> 'ce_causationid')::uuid
  from outbox where key = any($1::text[]) and event_id = any($2::uuid[]) order by seq`;

const APPLIED = `insert into history (kind, key, source, sequence, event_id, type, handler)
  select 'applied', e.key, e.source, e.sequence, e.event_id, e.type, $6
  from unnest($1::text[], $2::text[], $3::bigint[], $4::uuid[], $5::text[]) with ordinality as e(key, source, sequence, event_id, type, ord) order by e.ord`;

let isKept = process.env['HISTORY'] === 'on';

/** Lets this process write its history from now on, as `HISTORY=on` does from its start. */
export function keepHistory(): void {
  isKept = true;
}

/**
 * Makes room for the history when `HISTORY=on`: a row in the transaction of every effect, from which a checker decides afterwards
 * whether all promises were kept. It grows for ever and costs a statement per transaction: only for loops whose tokens anybody may sign.
 */
export async function prepareHistory(db: DataSource, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (!isKept) return;
  if (!/^(on|true)$/.test(env['AUTH_DEVELOPMENT_ISSUER'] ?? ''))
    throw new Error('HISTORY=on is for fault runs only, never where the development issuer is off: remove it');
  await db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('history of ' || current_schema()))`);
    await tx.query(TABLE);
  });
}

/** The statement that notes what the same transaction has just put into the outbox; none without `HISTORY=on`. */
export function noteEmitted(rows: readonly { id: string; key: string }[]): Statement[] {
  if (!isKept || rows.length === 0) return [];
  return [{ name: 'messaging-note-emitted', text: EMITTED, values: [rows.map((row) => row.key), rows.map((row) => row.id)] }];
}

/** Notes what this transaction applies, in the order in which it did. */
export async function noteApplied(runner: QueryRunner, handler: string, slice: readonly Heard[]): Promise<void> {
  if (!isKept || slice.length === 0) return;
  const events = slice.map(({ event }) => event);
  const client = await clientOf(runner);
  await client.query({
    name: 'messaging-note-applied',
    text: APPLIED,
    values: [
      events.map(({ key }) => key),
      events.map(({ source }) => source),
      events.map(({ sequence }) => sequence),
      events.map(({ id }) => id),
      events.map(({ type }) => type),
      handler,
    ],
  });
}
