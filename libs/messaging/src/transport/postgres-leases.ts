import type { QueryRunner } from 'typeorm';
import { clientOf, type Statement } from '../transaction.js';
import { PositionLost, type Position } from './transport.js';
import type { Leased, Slice } from './postgres-log.js';

/** One member of one group; every statement about leases goes by the clock of the database. */
export interface Membership {
  group: string;
  member: string;
  topics: readonly string[];
  leaseMs: number;
}

/** One partition of a group as the database knows it. */
export interface OffsetRow {
  topic: string;
  part: number;
  epoch: number | string;
  owner: string | null;
  is_free: boolean;
}

const UNTIL = `clock_timestamp() + $3 * interval '1 millisecond'`;
// No lease is as long as a minute: the clock was set back, and whoever has it and lives renews it at the next beat.
const IS_OVER = `(lease_until < clock_timestamp() or lease_until > clock_timestamp() + interval '1 minute')`;

/** Says that this member lives, and forgets those of its group that have not for a minute. */
export function beat({ group, member, topics, leaseMs }: Membership): Statement {
  return {
    name: 'event-log-beat',
    text: `with gone as (delete from event_log.log_member where group_id = $1 and lease_until < clock_timestamp() - interval '1 minute')
      insert into event_log.log_member (group_id, member, topics, lease_until) values ($1, $2, $4, ${UNTIL})
      on conflict (group_id, member) do update set topics = excluded.topics, lease_until = excluded.lease_until`,
    values: [group, member, leaseMs, topics],
  };
}

/** Begins the positions of a new group, or of a new topic, before the first record. */
export function beginOffsets({ group, topics }: Membership, partitions: number): Statement {
  return {
    name: 'event-log-begin-offsets',
    text: `insert into event_log.log_offset (group_id, topic, part)
      select $1, topic, part from unnest($2::text[]) as t(topic) cross join generate_series(0, $3::int - 1) as p(part)
      -- without this a conflict would wait for slices that run
      where not exists (select 1 from event_log.log_offset o where (o.group_id, o.topic, o.part) = ($1, t.topic, p.part))
      order by topic, part on conflict do nothing`,
    values: [group, topics, partitions],
  };
}

/** The members of the group that live, with what they listen to. */
export function liveMembers({ group }: Membership): Statement {
  return {
    name: 'event-log-live-members',
    text: `select member, topics from event_log.log_member where group_id = $1 and not ${IS_OVER} order by member`,
    values: [group],
  };
}

/** All partitions of the group, and whether anybody may take them. */
export function offsets({ group }: Membership): Statement {
  return {
    name: 'event-log-offsets',
    text: `select topic, part, epoch, owner, owner is null or ${IS_OVER} as is_free
      from event_log.log_offset where group_id = $1 order by topic, part`,
    values: [group],
  };
}

/**
 * Takes partitions that are free or whose lease is over, each at a new epoch; returns those it got. One whose row is locked is
 * left alone: its owner is committing effects right now.
 */
export function claim({ group, member, leaseMs }: Membership, wanted: readonly Pick<Leased, 'topic' | 'part'>[]): Statement {
  return {
    name: 'event-log-claim',
    text: `update event_log.log_offset o set owner = $2, epoch = o.epoch + 1, lease_until = ${UNTIL}
      from (
        select f.topic, f.part from event_log.log_offset f join unnest($4::text[], $5::smallint[]) as w(topic, part) using (topic, part)
        where f.group_id = $1 and (f.owner is null or ${IS_OVER})
        order by f.topic, f.part for update of f skip locked
      ) free
      where o.group_id = $1 and (o.topic, o.part) = (free.topic, free.part)
      returning o.topic, o.part, o.epoch`,
    values: [group, member, leaseMs, wanted.map(({ topic }) => topic), wanted.map(({ part }) => part)],
  };
}

/** Prolongs what this member owns. A row that is locked belongs to a slice that runs: nobody can take it, and the slice prolongs it. */
export function renew({ group, member, leaseMs }: Membership): Statement {
  return {
    name: 'event-log-renew',
    text: `update event_log.log_offset o set lease_until = ${UNTIL}
      from (select topic, part from event_log.log_offset where group_id = $1 and owner = $2 order by topic, part for update skip locked) mine
      where o.group_id = $1 and (o.topic, o.part) = (mine.topic, mine.part)`,
    values: [group, member, leaseMs],
  };
}

/** Gives partitions to whoever wants them. */
export function giveUp({ group, member }: Membership, leased: readonly Leased[]): Statement {
  return {
    name: 'event-log-give-up',
    text: `update event_log.log_offset o set owner = null, lease_until = '-infinity'
      from unnest($3::text[], $4::smallint[], $5::bigint[]) as given(topic, part, epoch)
      where o.group_id = $1 and o.owner = $2 and (o.topic, o.part, o.epoch) = (given.topic, given.part, given.epoch)`,
    values: [group, member, leased.map(({ topic }) => topic), leased.map(({ part }) => part), leased.map(({ epoch }) => epoch)],
  };
}

/** The member is no more. */
export function resign({ group, member }: Membership): Statement {
  return { name: 'event-log-resign', text: 'delete from event_log.log_member where group_id = $1 and member = $2', values: [group, member] };
}

/** Where a slice ends; its row, locked by `advance` until the commit, fences everybody who owned the partition before. */
export class LeasedPosition implements Position {
  /** Whether the effects moved it along with them. */
  isMoved = false;

  constructor(
    private readonly membership: Membership,
    private readonly slice: Slice,
  ) {}

  async advance(runner: QueryRunner): Promise<void> {
    const client = await clientOf(runner);
    const { rows } = await client.query(this.move());
    this.isMoved = this.accept(rows);
  }

  /** The statement that moves the position; it returns no row when another member owns the partition, or has moved it. */
  move(): Statement {
    const { group, member, leaseMs } = this.membership;
    const { topic, part, epoch, from, records } = this.slice;
    return {
      name: 'event-log-advance',
      text: `update event_log.log_offset set pos = $7, lease_until = ${UNTIL}
        where group_id = $1 and owner = $2 and topic = $4 and part = $5 and epoch = $6 and pos = $8 returning 1`,
      values: [group, member, leaseMs, topic, part, epoch, records.at(-1)!.offset, from],
    };
  }

  /** Throws `PositionLost` when `move` found no row. */
  accept(rows: readonly unknown[]): true {
    if (rows.length > 0) return true;
    const { topic, part, epoch } = this.slice;
    throw new PositionLost(`${this.membership.group} no longer owns ${topic}/${part} at epoch ${epoch} and position ${this.slice.from} here`);
  }
}
