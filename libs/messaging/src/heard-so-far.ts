import type { QueryRunner } from 'typeorm';
import type { EventHead } from './delivery.js';
import { sequenceOf } from './envelope.js';
import { clientOf, plainArray, type PgClient } from './transaction.js';
import type { ReceivedRecord } from './transport/transport.js';

/** Numbers of one key at one source that came one after the other. */
export interface Run {
  source: string;
  key: string;
  first: number;
  last: number;
}

/**
 * Notes how far each key was heard, and returns for each key of which earlier events never came the lowest missing number.
 * A source numbers the events of a key without gaps and sends all of them to one topic, in order; so the first number after a hole
 * proves that something was lost. Numbers at or below the last one prove nothing (a redelivery, a replay, a handler that joined
 * late): whether they were applied is the inbox's business. A number that was missing and comes after all fills its hole.
 * With `areNews` the first event of a key is expected to be heard for the first time, which is half the work; rejects with what
 * `cameBefore` knows when it was not. Unless `fillsHoles`, what comes after all leaves its hole: what waits behind it must not go
 * before what fills it is applied.
 */
export async function noteHeard(
  runner: QueryRunner,
  rounds: readonly Run[][],
  { areNews = false, fillsHoles = true }: { areNews?: boolean; fillsHoles?: boolean } = {},
): Promise<Map<string, number>> {
  const client = await clientOf(runner);
  const [firstRound = [], ...later] = rounds;
  const news = areNews ? firstRound.filter(isFirst) : [];
  const moving = [areNews ? firstRound.filter((run) => !isFirst(run)) : firstRound, ...later];
  const answers = await Promise.all([
    begin(client, news),
    ...moving.map((runs, round) => advance(client, runs, { alsoWhole: round > 0, fillsHoles })),
  ]);
  const missing = new Map<string, number>();
  for (const { source, key, first_missing } of answers.flat()) {
    if (first_missing === null) missing.delete(`${source} ${key}`);
    else missing.set(`${source} ${key}`, Number(first_missing));
  }
  return missing;
}

const isFirst = ({ first }: Run): boolean => first === 1;

/** Does an earlier event of its key lack, so that this one must wait? */
export function hasGapBefore({ source, key, sequence }: EventHead, missing: ReadonlyMap<string, number>): boolean {
  const first = missing.get(`${source} ${key}`);
  return first !== undefined && sequence > first;
}

/** Puts the numbers of each key together to runs; the n-th runs of all keys make the n-th round. Records without a number prove nothing. */
export function roundsOf(records: readonly ReceivedRecord[]): Run[][] {
  const runsOfKey = new Map<string, Run[]>();
  for (const record of records) {
    const source = record.headers['ce_source'] ?? '';
    const sequence = sequenceOf(record);
    if (sequence === 0 || source === '') continue;
    const name = `${source} ${record.key}`;
    let runs = runsOfKey.get(name);
    if (!runs) runsOfKey.set(name, (runs = []));
    const open = runs.at(-1);
    if (open && sequence === open.last + 1) open.last = sequence;
    else if (!open || sequence > open.last || sequence < open.first) runs.push({ source, key: record.key, first: sequence, last: sequence });
  }
  const rounds: Run[][] = [];
  for (const runs of runsOfKey.values()) runs.forEach((run, n) => (rounds[n] ??= []).push(run));
  return rounds;
}

/** The records with those of each key at its source in the order of their numbers: what fills a hole may stand behind it in one slice. */
export function inSequence(records: readonly ReceivedRecord[], rounds: readonly Run[][]): readonly ReceivedRecord[] {
  if (rounds.length < 2) return records; // each key's numbers came one after the other
  const last = new Map<string, number>();
  const mixedUp = new Set<string>();
  for (const record of records) {
    const sequence = sequenceOf(record);
    if (sequence === 0) continue;
    const name = nameOfKey(record);
    if (sequence < (last.get(name) ?? 0)) mixedUp.add(name);
    last.set(name, sequence);
  }
  if (mixedUp.size === 0) return records;
  const sorted = new Map([...mixedUp].map((name) => [name, records.filter((record) => sequenceOf(record) > 0 && nameOfKey(record) === name)]));
  for (const ofKey of sorted.values()) ofKey.sort((a, b) => sequenceOf(a) - sequenceOf(b));
  return records.map((record) => (sequenceOf(record) > 0 ? (sorted.get(nameOfKey(record))?.shift() ?? record) : record));
}

function nameOfKey({ key, headers }: ReceivedRecord): string {
  return `${headers['ce_source'] ?? ''} ${key}`;
}

// In one order for everybody, or two members after a rebalance lock each other out. Rows without a hole are not even returned.
const ADVANCE = `
  with moved as (
    insert into consumer_position as p (source, key, first_sequence, last_sequence)
    select source, key, first, last from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as run(source, key, first, last) order by key, source
    on conflict (key, source) do update set
      last_sequence = greatest(p.last_sequence, excluded.last_sequence),
      missing = case when isempty(p.missing) and excluded.first_sequence <= p.last_sequence + 1 then p.missing
        else p.missing
          + case when excluded.first_sequence > p.last_sequence + 1 then int8multirange(int8range(p.last_sequence + 1, excluded.first_sequence)) else '{}' end
          - case when $6 then int8multirange(int8range(excluded.first_sequence, excluded.last_sequence + 1)) else '{}' end end
    where excluded.last_sequence > p.last_sequence or not isempty(p.missing)
    returning source, key, missing
  )
  select source, key, lower(missing) as first_missing from moved where $5 or not isempty(missing)`;

const BEGIN = `
  insert into consumer_position (source, key, first_sequence, last_sequence)
  select source, key, 1, last from unnest($1::text[], $2::text[], $3::bigint[]) as run(source, key, last) order by key, source`;

/** Notes runs of keys of which nothing was heard before; nothing can lack. */
async function begin(client: PgClient, runs: readonly Run[]): Promise<Moved[]> {
  if (runs.length === 0) return [];
  const values = [runs.map(({ source }) => source), runs.map(({ key }) => key), plainArray(runs.map(({ last }) => last))];
  return (await client.query({ name: 'messaging-begin-to-hear', text: BEGIN, values })).rows;
}

interface Moved {
  source: string;
  key: string;
  first_missing: number | null;
}

async function advance(
  client: PgClient,
  runs: readonly Run[],
  { alsoWhole, fillsHoles }: { alsoWhole: boolean; fillsHoles: boolean },
): Promise<Moved[]> {
  if (runs.length === 0) return [];
  const { rows } = await client.query({
    name: 'messaging-note-heard',
    text: ADVANCE,
    values: [
      runs.map(({ source }) => source),
      runs.map(({ key }) => key),
      plainArray(runs.map(({ first }) => first)),
      plainArray(runs.map(({ last }) => last)),
      alsoWhole,
      fillsHoles,
    ],
  });
  return rows;
}
