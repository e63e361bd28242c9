import { ComplaintEscalated } from '#libs/contracts';
import type pg from 'pg';
import { DISCARDED, GIVEN_UP, type EventHandler } from '#libs/messaging';
import { hears as assignmentHears } from '../../services/assignment/src/handlers/index.js';
import { hears as improvementHears } from '../../services/improvement/src/handlers/index.js';
import { hears as intakeHears } from '../../services/intake/src/handlers/index.js';
import { hears as resolutionHears } from '../../services/resolution/src/handlers/index.js';
import { CLAIMS, COUNTERS } from './claims.js';
import { groupBy } from './grouping.js';
import type { Claim, Hearer, History, HistoryNote, LoggedRecord } from './history.js';
import type { RawRecord } from './log-of-run.js';
import { asReleased } from './next-version.js';
import { DOMAIN_SERVICES } from './trouble.js';

// Only their names and types are looked at: what they would decide by is not needed.
const nothing = undefined as never;
const HANDLERS: readonly EventHandler[] = [...intakeHears, ...assignmentHears(nothing), ...resolutionHears, ...improvementHears(nothing)];

/** Who hears what, as the services declare it. */
export const HEARERS: readonly Hearer[] = HANDLERS.map(({ name, contracts }) => ({
  service: name.split('.')[0]!,
  handler: name,
  types: contracts.map(({ wireType }) => wireType),
}));

const serviceOf = (source: string): string => source.replace('/redress/', '');

type State = Pick<History, 'notes' | 'heads' | 'claims' | 'claimedTypes' | 'counters' | 'parked'>;

/** What all services wrote down, as of one moment. */
export async function readState(client: pg.Client): Promise<State> {
  const rows = async <T>(sql: string): Promise<T[]> => (await client.query(sql)).rows as T[];
  await client.query('begin isolation level repeatable read read only');
  try {
    const notes: HistoryNote[] = [];
    const heads: State['heads'][number][] = [];
    const parked: State['parked'][number][] = [];
    for (const service of DOMAIN_SERVICES) {
      const found = await rows<Omit<HistoryNote, 'service'>>(
        `select seq::int, kind, key, source, sequence::int, event_id as "eventId", type, handler, cause, (extract(epoch from at) * 1000)::float8 as at
         from ${service}.history order by seq`,
      );
      // A dead letter tells of an event that was not applied: that one is no cause in the sense of I6.
      const causeOf = ({ type, cause }: Pick<HistoryNote, 'type' | 'cause'>): string | null => (type === GIVEN_UP ? null : cause);
      // One by one: a million of them are too many words for one call.
      for (const note of found) notes.push({ ...note, type: asReleased(note.type), service, source: serviceOf(note.source), cause: causeOf(note) });
      const counted = await rows<{ key: string; last: number }>(
        `select aggregate_id as key, last_sequence::int as last from ${service}.aggregate_head`,
      );
      heads.push(...counted.map(({ key, last }) => ({ service, key, lastSequence: last })));
      parked.push(
        ...(await rows<State['parked'][number]>(`select handler, key, event_id as "eventId" from ${service}.parked order by place, sequence, seq`)),
      );
    }
    const claims: Claim[] = [];
    for (const { service, contract, sql } of CLAIMS) {
      const found = await rows<{ key: string; times: string }>(sql);
      claims.push(...found.map(({ key, times }) => ({ service, type: contract.wireType, key, times: Number(times) })));
    }
    const counters: State['counters'][number][] = [];
    for (const sql of COUNTERS) counters.push(...(await rows<State['counters'][number]>(sql)));
    return { notes, heads, parked, claims, claimedTypes: CLAIMS.map(({ contract }) => contract.wireType), counters };
  } finally {
    await client.query('rollback');
  }
}

/** The events of the log, without what is none. A stand-in counts as the event that was given up: that one is settled with it. */
export function loggedEvents(records: readonly RawRecord[]): LoggedRecord[] {
  return records
    .filter(({ headers }) => headers['ce_id'] && headers['ce_type'])
    .map(({ topic, partition, offset, key, at, headers }) => ({
      ...{ topic, partition, offset, key, at },
      source: serviceOf(headers['ce_source'] ?? ''),
      sequence: Number(headers['ce_sequence']),
      eventId: (headers['ce_type'] === DISCARDED && headers['ce_causationid']) || headers['ce_id']!,
      type: asReleased(headers['ce_type']!),
    }));
}

/** What schedules did, by the instant for which they did it. */
export function scheduledActions(records: readonly RawRecord[]): History['actions'] {
  const escalations = records.filter(({ headers }) => headers['ce_type'] === ComplaintEscalated.wireType);
  const instants = groupBy(escalations, ({ key, value }) => {
    const { cycle, level } = JSON.parse(value) as { cycle: number; level: number };
    return `${key} cycle ${cycle} level ${level}`;
  });
  return [...instants].map(([instant, told]) => ({ name: 'escalation', instant, times: new Set(told.map(({ headers }) => headers['ce_id'])).size }));
}
