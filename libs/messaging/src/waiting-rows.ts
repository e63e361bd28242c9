import type { DataSource } from 'typeorm';
import type { Waiting } from './metrics.js';

const COUNTED_UP_TO = 100_000;

/** Looks at what waits in a service's tables; a large backlog is counted no further than it matters. */
export async function waitingIn(db: DataSource): Promise<Waiting> {
  const [row] = (await db.query(
    `select
       (select count(*) from (select 1 from outbox limit $1) o)::int as "outboxRows",
       coalesce((select extract(epoch from clock_timestamp() - min(first.created_at)) from generate_series(0, 3) as part
         cross join lateral (select created_at from outbox where relay_part = part order by seq limit 1) first), 0)::float8 as "oldestSeconds",
       (select count(*) from (select 1 from outbox_parked limit $1) r)::int as "refusedRows",
       (select count(*) from (select 1 from parked limit $1) p)::int as "parkedRows"`,
    [COUNTED_UP_TO],
  )) as [Waiting];
  return row;
}
