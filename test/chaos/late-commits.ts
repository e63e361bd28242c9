import type pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { DOMAIN_SERVICES, outcomeOf, type Of, type Outcome } from './trouble.js';
import type { UnderTest } from './under-test.js';
import { untilDone } from './until-done.js';

// A deferred trigger runs at COMMIT: the rows are numbered, the locks are held, and others go on. What it notes is proof that an event
// was committed after younger ones had left the outbox; the note of a transaction that fails after all is rolled back with it.
const INSTALL = `
  create schema if not exists fault_run;
  create table if not exists fault_run.late_commit_order (service text primary key, share float8 not null, most_ms integer not null);
  create table if not exists fault_run.late_commit (service text not null, overtaken_by integer not null, at timestamptz not null default clock_timestamp());
  create or replace function fault_run.commit_late() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    wanted fault_run.late_commit_order;
    younger integer;
  begin
    if current_setting('fault_run.was_asked', true) = 'yes' then return null; end if;
    perform set_config('fault_run.was_asked', 'yes', true);
    select * into wanted from fault_run.late_commit_order where service = tg_table_schema;
    if not found or random() >= wanted.share then return null; end if;
    perform pg_sleep(random() * wanted.most_ms / 1000);
    execute format(
      'select count(*) from %1$I.history h where h.kind = ''emitted'' and h.seq > (select min(seq) from %1$I.history where kind = ''emitted'' and event_id = $1)
       and not exists (select 1 from %1$I.outbox o where o.event_id = h.event_id)', tg_table_schema)
      into younger using new.event_id;
    insert into fault_run.late_commit (service, overtaken_by) values (tg_table_schema, younger);
    return null;
  end $$;`;

/** Prepares the databases of the services for late commits; nothing is late before one is ordered. */
export async function prepareLateCommits(client: pg.Client): Promise<void> {
  await client.query(INSTALL);
  for (const service of DOMAIN_SERVICES)
    await client.query(`create constraint trigger commits_late after insert on ${service}.outbox deferrable initially deferred
      for each row execute function fault_run.commit_late()`);
}

/** For a while a share of a service's transactions commit seconds after they numbered their events; done when younger ones overtook some. */
export async function commitLate(system: UnderTest, { service, share, mostMs, ms }: Of<'late-commits'>): Promise<Outcome> {
  let overtaken = 0;
  const done = await system.alone(`late commits of ${service}`, async () => {
    const began = await system.asAdmin(async (client) => {
      const order = 'insert into fault_run.late_commit_order values ($1, $2, $3) returning clock_timestamp() as at';
      const { rows } = await client.query<{ at: Date }>(order, [service, share, mostMs]);
      return rows[0]!.at;
    });
    await sleep(ms);
    await untilDone(() => system.asAdmin((client) => client.query('delete from fault_run.late_commit_order where service = $1', [service])));
    await sleep(mostMs);
    overtaken = await untilDone(() =>
      system.asAdmin(async (client) => {
        const count = 'select count(*)::int as n from fault_run.late_commit where service = $1 and at >= $2 and overtaken_by > 0';
        return (await client.query<{ n: number }>(count, [service, began])).rows[0]!.n;
      }),
    );
  });
  return done && overtaken === 0 ? 'not reached' : outcomeOf(done);
}
