import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { DOMAIN_SERVICES, type Of, type Outcome } from './trouble.js';
import type { UnderTest } from './under-test.js';

// Longer than any outage of a plan: whoever has sent nothing by then waits for the transaction.
const PATIENCE_MS = 120_000;

/**
 * Somebody who is no service keeps a transaction open that has written, so that it has an id and a snapshot. It ends when its time is
 * over and every service that told something meanwhile has sent something of it; one that never does is a violation.
 */
export async function holdForeignTransaction(system: UnderTest, { ms }: Of<'foreign-transaction'>): Promise<Outcome> {
  const client = new pg.Client({ connectionString: system.servers.directUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read');
    await client.query('create temporary table kept_open on commit drop as select pg_current_xact_id() as id');
    const before = await system.asAdmin(lastNotes);
    await sleep(ms);
    const until = Date.now() + PATIENCE_MS;
    let waiting: string[] = [];
    do {
      const seen = await system.asAdmin((admin) => whoSentNothing(admin, before)).catch(() => undefined);
      waiting = seen ?? waiting;
      if (seen?.length === 0) break;
      await sleep(1_000);
    } while (Date.now() < until);
    // Ended with its server: then it was not open any more, and nothing was proved.
    const isOpen = await client.query('select id from kept_open').then(
      () => true,
      () => false,
    );
    if (!isOpen) return 'already in trouble';
    for (const service of waiting)
      system.witnessed.push({ invariant: 'I10', what: `the relay of ${service} sent nothing while a foreign transaction was open` });
    return 'done';
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function lastNotes(client: pg.Client): Promise<Map<string, number>> {
  const last = new Map<string, number>();
  for (const service of DOMAIN_SERVICES) {
    const { rows } = await client.query<{ seq: number }>(`select coalesce(max(seq), 0)::int as seq from ${service}.history`);
    last.set(service, rows[0]!.seq);
  }
  return last;
}

async function whoSentNothing(client: pg.Client, since: ReadonlyMap<string, number>): Promise<string[]> {
  const waiting: string[] = [];
  for (const [service, seq] of since) {
    const { rows } = await client.query<{ told: number; sent: number }>(
      `select count(*)::int as told, (count(*) filter (where not exists (select 1 from ${service}.outbox o where o.event_id = h.event_id)))::int as sent
       from ${service}.history h where kind = 'emitted' and seq > $1`,
      [seq],
    );
    if (rows[0]!.told > 0 && rows[0]!.sent === 0) waiting.push(service);
  }
  return waiting;
}
