import type { DataSource } from 'typeorm';
import type { Outage } from './outage-guard.js';
import type { ParkReason } from './parking.js';
import type { PartitionLag } from './transport/transport.js';

/** Events that wait to be sent. */
export interface OutboxDepth {
  rows: number;
  /** Seconds since the oldest was stored; absent when none waits. */
  oldestSeconds: number | null;
  /** Put aside because the log refused them: a person must decide. */
  refused: number;
  /** Put aside because an earlier one of their key was refused, or about to be tried again. */
  behind: number;
}

/** How many events wait in the queues for one reason. */
export interface ParkedSum {
  reason: ParkReason;
  state: 'waiting' | 'dead';
  events: number;
  keys: number;
}

/** What flows and what does not, in one service. */
export interface EventFlow {
  service: string;
  outbox: OutboxDepth;
  parked: ParkedSum[];
  lag: PartitionLag[];
  /** False when the log did not say in time how far the group is: then `lag` is empty. */
  logAnswers: boolean;
  /** Why the consumer waits, when most events fail alike. */
  pausedBy: Outage | null;
  /** The projection that is being built anew, while everything else waits. */
  rebuilding: string | null;
}

/** Events that wait to be sent. */
export async function outboxDepth(db: DataSource): Promise<OutboxDepth> {
  const [depth]: [OutboxDepth] = await db.query(
    `select count(*)::int as rows, extract(epoch from clock_timestamp() - min(created_at))::float8 as "oldestSeconds",
       (select count(*)::int from outbox_parked where state = 'refused') as refused,
       (select count(*)::int from outbox_parked where state <> 'refused') as behind from outbox`,
  );
  return depth;
}

/** What waits in the queues, by reason. */
export function parkedSums(db: DataSource): Promise<ParkedSum[]> {
  return db.query(
    `select reason, state, count(*)::int as events, count(distinct key)::int as keys from parked group by reason, state order by reason, state`,
  );
}

/** The projection that is being built anew. */
export async function rebuildingNow(db: DataSource): Promise<string | null> {
  const [found]: { projection: string }[] = await db.query('select projection from rebuild order by id limit 1');
  return found?.projection ?? null;
}
