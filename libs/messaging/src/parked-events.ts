import type { DataSource, EntityManager } from 'typeorm';
import { audit, type Decision } from './audit.js';
import type { ParkReason } from './parking.js';

export const PARKED_STATES = ['waiting', 'dead'] as const;

/** An event that could not be applied yet, as a person sees it. */
export interface ParkedEvent {
  id: number;
  handler: string;
  key: string;
  eventId: string;
  type: string;
  source: string;
  sequence: number;
  topic: string;
  partition: number;
  offset: string;
  state: (typeof PARKED_STATES)[number];
  reason: ParkReason;
  /** The class of the fault and its line, never its words; or what is wrong with the record, or missing before it. */
  error: string | null;
  attempts: number;
  nextAttemptAt: Date;
  parkedAt: Date;
  /** Earlier events of the key that must go first. */
  ahead: number;
}

/** A parked event with what came off the log. */
export interface ParkedEventInFull extends ParkedEvent {
  headers: Record<string, string>;
  /** The event's data as they came; absent when they are no text. */
  value: string | null;
  /** The bytes of what could not be read: key and value in base64. */
  quarantined: { key: string; value: string; reason: string } | null;
}

/** Which parked events are meant; every condition that is there must hold. */
export interface ParkedSelection {
  ids?: readonly number[];
  handler?: string;
  key?: string;
  reason?: ParkReason;
  state?: (typeof PARKED_STATES)[number];
}

/** What a decision did, or would do. */
export interface Decided {
  action: 'redrive' | 'discard';
  dryRun: boolean;
  /** Deliveries: an event that several handlers hear may be parked for each of them. */
  events: number;
  keys: number;
  /** Of these keys a dead event, not chosen, stands ahead: nothing of them moves before somebody decides about it, too. */
  blockedKeys: number;
}

const WHERE = `($1::bigint[] is null or p.seq = any($1)) and ($2::text is null or p.handler = $2) and ($3::text is null or p.key = $3)
  and ($4::text is null or p.reason = $4) and ($5::text is null or p.state = $5)`;

const AHEAD = `(select count(*)::int from parked e
  where e.handler = p.handler and e.key = p.key and (e.place, e.sequence, e.seq) < (p.place, p.sequence, p.seq))`;

// What is missing before an event may change while it waits, so it is looked up when somebody asks.
const MISSING = `(select 'number ' || lower(c.missing) || ' of the key is missing' from consumer_position c
  where c.source = p.source and c.key = p.key and not isempty(c.missing) and lower(c.missing) < p.sequence)`;

const COLUMNS = `p.seq as id, p.handler, p.key, p.event_id as "eventId", p.type, p.source, p.sequence, p.topic, p.partition, p.record_offset as "offset",
  p.state, p.reason, nullif(concat_ws('; ', p.error, ${MISSING}), '') as error, p.attempts, p.next_at as "nextAttemptAt", p.parked_at as "parkedAt", ${AHEAD} as ahead`;

const BLOCKED = `
  select count(distinct p.key)::int as blocked from parked p
  where p.seq = any($1::bigint[]) and exists (select 1 from parked e where e.handler = p.handler and e.key = p.key and e.state = 'dead'
    and (e.place, e.sequence, e.seq) < (p.place, p.sequence, p.seq) and e.seq <> all($1::bigint[]))`;

/** Shows what got stuck in a service, and lets a person mend or give it up; every decision is written down. */
export class ParkedEvents {
  constructor(private readonly db: DataSource) {}

  /** Parked events from the oldest on; one more than the limit when there are more. */
  list(selection: ParkedSelection, { after = 0, limit }: { after?: number; limit: number }): Promise<ParkedEvent[]> {
    return this.db.query(`select ${COLUMNS} from parked p where ${WHERE} and p.seq > $6 order by p.seq limit $7`, [
      ...valuesOf(selection),
      after,
      limit + 1,
    ]);
  }

  /** One parked event with all that is known of it; undefined when it is applied or given up meanwhile. */
  async show(id: number): Promise<ParkedEventInFull | undefined> {
    const [found]: ParkedEventInFull[] = await this.db.query(
      `select ${COLUMNS}, p.headers, p.payload as value, case when q.event_id is null then null
         else json_build_object('key', encode(q.record_key, 'base64'), 'value', encode(q.value, 'base64'), 'reason', q.reason) end as quarantined
       from parked p left join quarantined q on q.event_id = p.event_id and p.reason = 'quarantined' where p.seq = $1`,
      [id],
    );
    return found;
  }

  /**
   * Lets events be tried again at once, with all their attempts before them. Events that wait for missing ones are let go without
   * them: whoever redrives them says that the missing ones will not come.
   */
  redrive(selection: ParkedSelection, decision: Decision): Promise<Decided> {
    return this.decide('redrive', selection, decision, async (tx, ids) => {
      await closeGaps(tx, ids);
      await tx.query(`update parked set state = 'waiting', attempts = 0, next_at = now() where seq = any($1::bigint[])`, [ids]);
    });
  }

  /** Gives events up for good: they are never applied, and the later ones of their keys go on. */
  discard(selection: ParkedSelection, decision: Decision): Promise<Decided> {
    return this.decide('discard', selection, decision, async (tx, ids) => {
      await closeGaps(tx, ids);
      await tx.query(`delete from parked where seq = any($1::bigint[])`, [ids]);
    });
  }

  private decide(
    action: Decided['action'],
    selection: ParkedSelection,
    decision: Decision,
    act: (tx: EntityManager, ids: readonly number[]) => Promise<void>,
  ): Promise<Decided> {
    const { dryRun = false } = decision;
    return this.db.transaction(async (tx) => {
      // In the order of the queues, as the worker locks them.
      const lock = dryRun ? '' : 'for update of p';
      const chosen: { seq: number; key: string; event_id: string }[] = await tx.query(
        `select p.seq, p.key, p.event_id from parked p where ${WHERE} order by p.handler, p.key, p.place, p.sequence, p.seq ${lock}`,
        valuesOf(selection),
      );
      const ids = chosen.map(({ seq }) => seq);
      const keys = new Set(chosen.map(({ key }) => key)).size;
      const [{ blocked }]: [{ blocked: number }] = await tx.query(BLOCKED, [ids]);
      if (!dryRun && ids.length > 0) {
        await act(tx, ids);
        const eventIds = chosen.map(({ event_id }) => event_id);
        await audit(tx, decision, { queue: 'parked', action, selection, keys, eventIds });
      }
      return { action, dryRun, events: ids.length, keys, blockedKeys: blocked };
    });
  }
}

/** What is missing before these events is not waited for any more. */
async function closeGaps(tx: EntityManager, ids: readonly number[]): Promise<void> {
  await tx.query(
    `update consumer_position c set missing = c.missing - int8multirange(int8range(null, p.sequence))
     from (select source, key, max(sequence) as sequence from parked where seq = any($1::bigint[]) group by source, key) p
     where c.source = p.source and c.key = p.key`,
    [ids],
  );
}

function valuesOf({ ids, handler, key, reason, state }: ParkedSelection): unknown[] {
  return [ids ?? null, handler ?? null, key ?? null, reason ?? null, state ?? null];
}
