import type { DataSource } from 'typeorm';
import type { PartitionGone, PartitionLag } from './transport.js';

/** How far a group is behind in each partition of the Postgres log. */
export async function postgresLag(db: DataSource, group: string, topics: readonly string[]): Promise<PartitionLag[]> {
  return db.query(
    `select h.topic, h.part as partition, coalesce(o.pos, 0) as position, h.last_pos as end, h.last_pos - coalesce(o.pos, 0) as lag
     from event_log.log_head h left join event_log.log_offset o on o.group_id = $1 and (o.topic, o.part) = (h.topic, h.part)
     where h.topic = any($2::text[]) order by h.topic, h.part`,
    [group, topics],
  );
}

/** Does the Postgres log still hold a record from before this moment? */
export async function postgresHoldsBefore(db: DataSource, topics: readonly string[], moment: Date): Promise<boolean> {
  const [{ holds }] = await db.query('select exists (select from event_log.log where topic = any($1::text[]) and appended_at < $2) as holds', [
    topics,
    moment,
  ]);
  return holds;
}

/** The partitions of the Postgres log whose first days were dropped. */
export async function postgresGone(db: DataSource, topics: readonly string[]): Promise<PartitionGone[]> {
  return db.query(
    `select h.topic, h.part as partition, coalesce(l.first, h.last_pos + 1) - 1 as records
     from event_log.log_head h cross join lateral (select min(pos) as first from event_log.log where (topic, part) = (h.topic, h.part)) l
     where h.topic = any($1::text[]) and coalesce(l.first, h.last_pos + 1) > 1 order by h.topic, h.part`,
    [topics],
  );
}
