import type { QueryRunner } from 'typeorm';
import { relayPartOf } from '../outbox.js';
import { clientOf, textArray, type PgClient, type Statement } from '../transaction.js';
import type { Carried, ReceivedRecord, WireRecord } from './transport.js';

// A second relay on the same part waits here: two at once could swap a key's events.
const APPEND_LOCK = 7_341_002;

// A partition of the log is a part of the outbox (FNV-1a of the key, `relayPartOf`): each has one writer, and a key stays in it
// for ever. Locking the heads in order, and until the commit, makes positions gapless and visible in their order.
const APPEND_TAKEN = `
  per_part as (select topic, part, count(*) as n, max(seq) as last_seq from taken group by topic, part),
  head as (
    insert into event_log.log_head as h (topic, part, last_pos) select topic, part, n from per_part order by topic, part
    on conflict (topic, part) do update set last_pos = h.last_pos + excluded.last_pos
    returning h.topic, h.part, h.last_pos
  ),
  stored as (
    insert into event_log.log (topic, part, pos, key, sequence, headers, value, appended_at)
    select t.topic, t.part, before.pos + row_number() over (partition by t.part, t.topic collate "C" order by t.seq), t.key, t.sequence, t.headers, t.value, now()
    from taken t join (select topic, part, last_pos - n as pos from head join per_part using (topic, part)) as before using (topic, part)
  )
  select coalesce(sum(n), 0)::int as rows, coalesce(array_agg(distinct topic), '{}') as topics,
    (select coalesce(jsonb_object_agg(part, seq), '{}') from (select part, max(last_seq) as seq from per_part group by part) as last) as last_seqs
  from per_part`;

// Whoever holds the locks of these parts is the only one who takes rows from them.
const CARRY = `
  with taken as materialized (
    select o.*, p.part from unnest($1::smallint[], $3::bigint[]) as p(part, after)
    cross join lateral (
      select ctid as row, seq, topic, key, sequence, headers, payload as value
      from outbox where relay_part = p.part and seq > p.after order by seq limit $2
    ) o
  ),
  gone as (delete from outbox where ctid = any(array(select row from taken))), ${APPEND_TAKEN}`;

const APPEND = `
  with taken as materialized (
    select *, null::bigint as sequence
    from unnest($1::text[], $2::smallint[], $3::text[], $4::json[], $5::text[]) with ordinality as r(topic, part, key, headers, value, seq)
  ), ${APPEND_TAKEN}`;

/** What an append did, and whom to wake. */
export interface Appended extends Carried {
  topics: string[];
}

/**
 * Moves the oldest rows of these parts from the outbox to the log in one transaction and one journey; the payloads stay in the
 * database. It need not wait for the disk: outbox, log and effects share one write-ahead log, so whatever of them is durable
 * later stands behind this in it.
 */
export async function carryOutbox(
  runner: QueryRunner,
  schema: string,
  parts: readonly number[],
  limit: number,
  after: readonly number[],
): Promise<Appended> {
  const client = await clientOf(runner);
  const answers = await oneTransaction(client, [
    'set local synchronous_commit = off',
    {
      name: 'event-log-append-lock',
      text: 'select pg_advisory_xact_lock($1, hashtext($2 || part)) from unnest($3::int[]) as part order by part',
      values: [APPEND_LOCK, `${schema} `, parts],
    },
    { name: 'event-log-carry', text: CARRY, values: [parts, limit, after] },
  ]);
  return appended(answers[2]!.rows[0]!);
}

/** Appends records in their order; they are durable when it resolves. */
export async function appendRecords(runner: QueryRunner, records: readonly WireRecord[]): Promise<Appended> {
  const client = await clientOf(runner);
  const values = [
    records.map(({ topic }) => topic),
    records.map(({ key }) => relayPartOf(key)),
    records.map(({ key }) => key),
    textArray(records.map(({ headers }) => JSON.stringify(headers))),
    textArray(records.map(({ value }) => value)),
  ];
  const { rows } = await client.query({ name: 'event-log-append', text: APPEND, values });
  return appended(rows[0]!);
}

function appended(row: { rows: number; last_seqs: Record<string, number>; topics: string[] }): Appended {
  return { rows: row.rows, topics: row.topics, lastSeqs: new Map(Object.entries(row.last_seqs).map(([part, seq]) => [Number(part), seq])) };
}

/** A partition as its owner knows it. */
export interface Leased {
  topic: string;
  part: number;
  epoch: number;
}

/** Records of one partition that follow the group's position `from`. */
export interface Slice {
  topic: string;
  part: number;
  epoch: number;
  from: number;
  records: ReceivedRecord[];
}

interface SliceRow {
  topic: string;
  part: number;
  epoch: number | string;
  from_pos: number | string;
  pos: number | string;
  key: string;
  sequence: number | string | null;
  headers: Record<string, string>;
  value: string;
}

/** Reads the next records of partitions that this member still owns at these epochs; partitions without news are left out. */
export function readSlices(group: string, member: string, leased: readonly Leased[], sliceSize: number): Statement {
  return {
    name: `event-log-read-${sliceSize}`,
    text: `select o.topic, o.part, o.epoch, o.pos as from_pos, l.pos, l.key, l.sequence, l.headers, l.value
      from unnest($3::text[], $4::smallint[], $5::bigint[]) as mine(topic, part, epoch)
      join event_log.log_offset o on o.group_id = $1 and o.owner = $2 and (o.topic, o.part, o.epoch) = (mine.topic, mine.part, mine.epoch)
      join event_log.log_head h on (h.topic, h.part) = (o.topic, o.part) and h.last_pos > o.pos
      cross join lateral (
        select pos, key, sequence, headers, value from event_log.log
        where topic = o.topic and part = o.part and pos > o.pos order by pos limit ${Number(sliceSize)}
      ) l
      order by o.topic, o.part, l.pos`,
    values: [group, member, leased.map(({ topic }) => topic), leased.map(({ part }) => part), leased.map(({ epoch }) => epoch)],
  };
}

/** Puts the rows of `readSlices` together by partition. */
export function slicesOf(rows: readonly SliceRow[]): Slice[] {
  const slices: Slice[] = [];
  for (const { topic, part, epoch, from_pos, pos, key, sequence, headers, value } of rows) {
    let slice = slices.at(-1);
    if (slice?.topic !== topic || slice.part !== part) {
      slice = { topic, part, epoch: Number(epoch), from: Number(from_pos), records: [] };
      slices.push(slice);
    }
    if (sequence !== null) headers['ce_sequence'] = String(sequence);
    slice.records.push({ topic, partition: part, offset: String(pos), key, headers, value });
  }
  return slices;
}

/** Sends a whole transaction at once; when a statement fails the database rolls back, and the first error is thrown. */
async function oneTransaction(client: PgClient, statements: readonly (Statement | string)[]): Promise<{ rows: never[] }[]> {
  const stream = client.connection?.stream;
  stream?.cork();
  const outcomes = Promise.allSettled(['begin', ...statements, 'commit'].map((statement) => client.query(statement)));
  stream?.uncork();
  const answers = await outcomes;
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed) {
    await client.query('rollback').catch(() => undefined); // usually done already; the first error tells more
    throw failed.reason;
  }
  return answers.slice(1, -1).map((answer) => (answer as PromiseFulfilledResult<{ rows: never[] }>).value);
}
