import type { QueryRunner } from 'typeorm';
import type { OpenTransactions } from './low-water.js';
import { readOutbox, type StoredOutboxRow } from './outbox.js';
import { clientOf, plainArray } from './transaction.js';

/** Rows that are being sent, and what becomes of them. */
export interface Queue {
  /** Forgets rows that the log has acknowledged. */
  remove(rows: readonly StoredOutboxRow[]): Promise<void>;
  /** Puts a row that the log refused aside, with all later ones of its key. */
  park(row: StoredOutboxRow, reason: string): Promise<void>;
}

/** What the sender needs of a service's outbox. */
export interface OutboxQueue extends Queue {
  /** The next rows of these parts, oldest first in each. */
  read(parts: readonly number[], limit: number, after: readonly number[]): Promise<StoredOutboxRow[]>;
  /** Puts rows aside whose key has an earlier one that was refused. */
  parkBehind(keys: readonly string[]): Promise<void>;
  /** Rows that were put aside and may be tried again: the first one of each key, oldest first. */
  readDue(parts: readonly number[], limit: number): Promise<StoredOutboxRow[]>;
  /** The queue of the rows that were put aside. */
  readonly parked: Queue;
}

const ASIDE = 'key, sequence, relay_part, event_id, topic, type, headers, payload, created_at';

/** The outbox of a service, on the connection that a round of the relay has. */
export class StoredOutboxQueue implements OutboxQueue {
  constructor(private readonly runner: QueryRunner) {}

  read(parts: readonly number[], limit: number, after: readonly number[]): Promise<StoredOutboxRow[]> {
    return readOutbox(this.runner, parts, limit, after);
  }

  async remove(rows: readonly StoredOutboxRow[]): Promise<void> {
    await this.query('delete', 'delete from outbox where relay_part = any($1::smallint[]) and seq = any($2::bigint[])', [
      [...new Set(rows.map(({ relay_part }) => relay_part))],
      plainArray(rows.map(({ seq }) => seq)),
    ]);
  }

  async park({ key, sequence }: StoredOutboxRow, reason: string): Promise<void> {
    await this.query(
      'park',
      `with aside as (delete from outbox where key = $1 and sequence >= $2 returning ${ASIDE})
       insert into outbox_parked (${ASIDE}, state, reason, attempts)
       select ${ASIDE}, case when sequence = $2 then 'refused' else 'behind' end, case when sequence = $2 then $3 end, (sequence = $2)::int
       from aside on conflict do nothing`,
      [key, sequence, reason],
    );
  }

  async parkBehind(keys: readonly string[]): Promise<void> {
    await this.query(
      'park-behind',
      `with aside as (
         delete from outbox o where key = any($1::text[]) and exists (select 1 from outbox_parked p where p.key = o.key) returning ${ASIDE}
       )
       insert into outbox_parked (${ASIDE}, state) select ${ASIDE}, 'behind' from aside on conflict do nothing`,
      [keys],
    );
  }

  readDue(parts: readonly number[], limit: number): Promise<StoredOutboxRow[]> {
    return this.query(
      'read-due',
      `select p.relay_part, 0 as seq, p.topic, p.key, p.sequence, p.headers, p.payload from outbox_parked p
       where p.relay_part = any($1::smallint[]) and p.state <> 'refused'
         and not exists (select 1 from outbox_parked e where e.key = p.key and e.sequence < p.sequence)
       order by p.created_at limit $2`,
      [parts, limit],
    );
  }

  readonly parked: Queue = {
    remove: async (rows) => {
      await this.query(
        'delete-parked',
        'delete from outbox_parked where event_id = any($1::uuid[])', // not by number: meanwhile a stand-in may have it
        [rows.map(({ headers }) => headers['ce_id'])],
      );
    },
    park: async ({ headers }, reason) => {
      await this.query('park-again', `update outbox_parked set state = 'refused', reason = $2, attempts = attempts + 1 where event_id = $1`, [
        headers['ce_id'],
        reason,
      ]);
    },
  };

  /**
   * Asks for the transactions of this service that began to write before transaction `since`. Only its own role writes to its
   * outbox, so what others keep open does not matter.
   */
  async openTransactions(since: string | undefined): Promise<OpenTransactions> {
    const [answer] = await this.query<{ youngest: string; are_over: boolean | null }>(
      'open-transactions',
      `select (pg_current_xact_id()::text::bigint & 4294967295)::text as youngest, (
         select count(*) = 0 from pg_stat_activity
         where usename = current_user and pid <> pg_backend_pid() and backend_xid is not null and age(backend_xid) >= age($1::text::xid)
       ) as are_over`,
      [since ?? '3'],
    );
    return { youngest: answer!.youngest, areOver: since !== undefined && answer!.are_over === true };
  }

  private async query<Row>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const client = await clientOf(this.runner);
    const { rows } = await client.query({ name: `messaging-outbox-${name}`, text, values });
    return rows;
  }
}
