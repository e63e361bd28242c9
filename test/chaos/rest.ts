import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Door } from './door.js';
import type { History } from './history.js';
import { DOMAIN_SERVICES } from './trouble.js';
import type { UnderTest } from './under-test.js';

/** Events that wait in the outboxes, by service. */
async function outboxes(client: pg.Client): Promise<string[]> {
  const left: string[] = [];
  for (const service of DOMAIN_SERVICES) {
    for (const table of ['outbox', 'outbox_parked']) {
      const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${service}.${table}`);
      if (rows[0]!.n > 0) left.push(`${rows[0]!.n} events in the ${table} of ${service}`);
    }
  }
  return left;
}

async function parked(client: pg.Client, injected: ReadonlySet<string>): Promise<string[]> {
  const left: string[] = [];
  for (const service of DOMAIN_SERVICES) {
    const { rows } = await client.query<{ handler: string; key: string; state: string; reason: string; error: string | null }>(
      `select handler, key, state, reason, error from ${service}.parked order by seq`,
    );
    for (const { handler, key, state, reason, error } of rows.filter((row) => !injected.has(row.key)))
      left.push(`${handler} has parked ${key} (${state}, ${reason}${error ? `: ${error}` : ''})`);
  }
  return left;
}

/** What is still under way. */
async function whatIsLeft(system: UnderTest): Promise<string[]> {
  const left = await system.asAdmin(async (client) => [...(await outboxes(client)), ...(await parked(client, system.injected.keys))]);
  const unread = await system.log.unread(DOMAIN_SERVICES);
  return unread > 0 ? [...left, `${unread} records in the log that a group has not read`] : left;
}

/** Waits until nothing is under way any more, at most so long (milliseconds). */
export async function comeToRest(system: UnderTest, limitMs: number, tell: (left: readonly string[]) => void): Promise<History['quiet']> {
  const begin = Date.now();
  for (;;) {
    const left = await whatIsLeft(system).catch((error: unknown) => [`cannot look: ${String(error)}`]);
    const tookMs = Date.now() - begin;
    if (left.length === 0 || tookMs > limitMs) return { tookMs, limitMs, left };
    tell(left);
    await sleep(500);
  }
}

/** The faults are over: what failed meanwhile is redriven as an administrator does it; answers what is to be applied, in its order. */
export async function redriveParked(system: UnderTest, door: Door, authorization: string): Promise<History['redrives']> {
  const redrives = new Map<string, { handler: string; key: string; eventIds: string[] }>();
  for (const service of DOMAIN_SERVICES) {
    const { rows } = await system.asAdmin((client) =>
      client.query<{ handler: string; key: string; id: string }>(
        `select handler, key, event_id as id from ${service}.parked where key <> all($1) order by place, seq`,
        [[...system.injected.keys]],
      ),
    );
    for (const { handler, key, id } of rows) {
      const redrive = redrives.get(`${handler} ${key}`) ?? { handler, key, eventIds: [] };
      redrives.set(`${handler} ${key}`, { ...redrive, eventIds: [...redrive.eventIds, id] });
    }
    // Only what failed: what waits for a missing event must not be let go before that has come.
    for (const reason of ['failed', 'attempts-exhausted']) {
      const ask = { path: `/v1/events/${service}/redrives`, body: { reason, why: 'the faults of the run are over' } };
      await door.ask({ method: 'POST', ...ask, headers: { authorization } });
    }
  }
  return [...redrives.values()];
}
