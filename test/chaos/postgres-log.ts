import { relayPartOf } from '#libs/messaging';
import type pg from 'pg';
import type { LogOfRun, RawRecord } from './log-of-run.js';

const APPEND = `with head as (
    insert into event_log.log_head as h (topic, part, last_pos) values ($1, $2, 1)
    on conflict (topic, part) do update set last_pos = h.last_pos + 1 returning last_pos
  )
  insert into event_log.log (topic, part, pos, key, headers, value, appended_at) select $1, $2, last_pos, $3, $4, $5, now() from head`;

/** The log of a run in Postgres. */
export class PostgresLog implements LogOfRun {
  constructor(private readonly asAdmin: <T>(ask: (client: pg.Client) => Promise<T>) => Promise<T>) {}

  async read(): Promise<RawRecord[]> {
    const { rows } = await this.asAdmin((client) =>
      client.query<RawRecord>(
        `select topic, part::int as partition, pos::int as offset, key, value,
           case when sequence is null then headers::jsonb else headers::jsonb || jsonb_build_object('ce_sequence', sequence::text) end as headers,
           (extract(epoch from appended_at) * 1000)::float8 as at
         from event_log.log order by topic, part, pos`,
      ),
    );
    return rows;
  }

  async append(records: readonly RawRecord[]): Promise<void> {
    await this.asAdmin(async (client) => {
      for (const { topic, key, headers, value } of records)
        await client.query(APPEND, [topic, relayPartOf(key), key, JSON.stringify(headers), value]);
    });
  }

  async forgetPositions(group: string): Promise<void> {
    await this.asAdmin((client) => client.query('update event_log.log_offset set pos = 0 where group_id = $1', [group]));
  }

  async unread(groups: readonly string[]): Promise<number> {
    const { rows } = await this.asAdmin((client) =>
      client.query<{ unread: number }>(
        `select coalesce(sum(h.last_pos - o.pos), 0)::int as unread from event_log.log_offset o join event_log.log_head h using (topic, part)
         where o.group_id = any($1)`,
        [groups],
      ),
    );
    return rows[0]!.unread;
  }
}
