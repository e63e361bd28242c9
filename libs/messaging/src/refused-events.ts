import type { DataSource, EntityManager } from 'typeorm';
import { audit, type Decision } from './audit.js';
import { DISCARDED, standInFor, type RefusedEvent as Refused } from './stand-in.js';

/** The log refused it; it waits behind a refused one of its key; or it is about to be tried again. */
export const REFUSED_STATES = ['refused', 'behind', 'due'] as const;

/** An event that the log refused, or one that waits behind it, as a person sees it. */
export interface RefusedEvent {
  id: number;
  key: string;
  eventId: string;
  type: string;
  sequence: number;
  topic: string;
  state: (typeof REFUSED_STATES)[number];
  /** The log's own name for it; absent while it was not refused itself. */
  reason: string | null;
  /** Of its data. */
  bytes: number;
  attempts: number;
  storedAt: Date;
  parkedAt: Date;
  /** Later events of the key that wait for it. */
  behind: number;
}

/** A refused event with what was to be sent. */
export interface RefusedEventInFull extends RefusedEvent {
  headers: Record<string, string>;
  value: string;
}

/** Which refused events are meant; every condition that is there must hold. */
export interface RefusedSelection {
  ids?: readonly number[];
  key?: string;
  reason?: string;
}

/** What a decision about refused events did, or would do. */
export interface RefusedDecided {
  action: 'redrive' | 'discard';
  dryRun: boolean;
  /** Of different keys: a key has one refused event at most. */
  events: number;
  /** Later events of these keys that go on then. */
  behind: number;
}

const WHERE = `($1::bigint[] is null or p.id = any($1)) and ($2::text is null or p.key = $2) and ($3::text is null or p.reason = $3)`;
const BEHIND = `(select count(*)::int from outbox_parked l where l.key = p.key and l.sequence > p.sequence)`;
const COLUMNS = `p.id, p.key, p.event_id as "eventId", p.type, p.sequence, p.topic, p.state, p.reason, octet_length(p.payload) as bytes, p.attempts,
  p.created_at as "storedAt", p.parked_at as "parkedAt", ${BEHIND} as behind`;

const KEEP = `insert into outbox_discarded (event_id, key, sequence, topic, type, headers, payload, reason, created_at)
  select event_id, key, sequence, topic, type, headers, payload, reason, created_at from outbox_parked where id = any($1::bigint[])`;

const REPLACE = `update outbox_parked p set event_id = s.event_id, type = $5, headers = s.headers, payload = s.payload, state = 'due', reason = null, attempts = 0
  from unnest($1::bigint[], $2::uuid[], $3::json[], $4::text[]) as s(id, event_id, headers, payload) where p.id = s.id`;

interface Chosen extends Refused {
  id: number;
  behind: number;
  now: Date;
}

/** Shows what the log did not take from a service, and lets a person mend or give it up; every decision is written down. */
export class RefusedEvents {
  constructor(private readonly db: DataSource) {}

  /** Events that were put aside, from the first on; one more than the limit when there are more. */
  list(
    { ids, key, reason, state }: RefusedSelection & { state?: RefusedEvent['state'] },
    { after = 0, limit }: { after?: number; limit: number },
  ): Promise<RefusedEvent[]> {
    return this.db.query(
      `select ${COLUMNS} from outbox_parked p where ${WHERE} and ($4::text is null or p.state = $4) and p.id > $5 order by p.id limit $6`,
      [ids ?? null, key ?? null, reason ?? null, state ?? null, after, limit + 1],
    );
  }

  /** One of them with all that was to be sent; undefined when it is sent or given up meanwhile. */
  async show(id: number): Promise<RefusedEventInFull | undefined> {
    const [found]: RefusedEventInFull[] = await this.db.query(
      `select ${COLUMNS}, p.headers::jsonb || jsonb_build_object('ce_sequence', p.sequence::text) as headers, p.payload as value
       from outbox_parked p where p.id = $1`,
      [id],
    );
    return found;
  }

  /** Lets the relay try refused events again, and then what waits behind them, in order. */
  redrive(selection: RefusedSelection, decision: Decision): Promise<RefusedDecided> {
    return this.decide('redrive', selection, decision, async (tx, chosen) => {
      await tx.query(`update outbox_parked set state = 'due' where id = any($1::bigint[])`, [chosen.map(({ id }) => id)]);
    });
  }

  /**
   * Gives refused events up for good: each is sent as a stand-in without its data, so that consumers know that nothing comes under
   * its number, and what waits behind it goes on. What it said is kept here. A stand-in itself can only be redriven.
   */
  discard(selection: RefusedSelection, decision: Decision): Promise<RefusedDecided> {
    return this.decide('discard', selection, decision, async (tx, chosen) => {
      await tx.query(KEEP, [chosen.map(({ id }) => id)]);
      const standIns = chosen.map((event) => standInFor(event, event.now));
      await tx.query(REPLACE, [
        chosen.map(({ id }) => id),
        standIns.map(({ id }) => id),
        standIns.map(({ headers }) => JSON.stringify(headers)),
        standIns.map(({ payload }) => payload),
        DISCARDED,
      ]);
    });
  }

  private decide(
    action: RefusedDecided['action'],
    selection: RefusedSelection,
    decision: Decision,
    act: (tx: EntityManager, chosen: readonly Chosen[]) => Promise<void>,
  ): Promise<RefusedDecided> {
    const { dryRun = false } = decision;
    return this.db.transaction(async (tx) => {
      const chosen: Chosen[] = await tx.query(
        `select p.id, p.key, p.event_id, p.type, p.headers, p.reason, ${BEHIND} as behind, now() as now from outbox_parked p
         where p.state = 'refused' and ($4 or p.type <> $5) and ${WHERE} order by p.key ${dryRun ? '' : 'for update of p'}`,
        [selection.ids ?? null, selection.key ?? null, selection.reason ?? null, action === 'redrive', DISCARDED],
      );
      if (!dryRun && chosen.length > 0) {
        await act(tx, chosen);
        const eventIds = chosen.map(({ event_id }) => event_id);
        await audit(tx, decision, { queue: 'refused', action, selection, keys: chosen.length, eventIds });
      }
      return { action, dryRun, events: chosen.length, behind: chosen.reduce((sum, { behind }) => sum + behind, 0) };
    });
  }
}
