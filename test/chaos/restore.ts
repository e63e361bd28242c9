import { execFile } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import pg from 'pg';
import { ALL_SERVICES, DOMAIN_SERVICES, type Outcome } from './trouble.js';
import type { UnderTest } from './under-test.js';
import { untilDone } from './until-done.js';

const run = promisify(execFile);
const ALONE_WITHIN_MS = 30_000;

/**
 * Everything is stopped, the database is put aside and a copy of it takes its place. The copy is of the same moment: with an older one
 * the log would tell of changes that nobody has made, which no promise can mend. Done when the copy holds the same, to the last position.
 */
export async function restoreCopy(system: UnderTest): Promise<Outcome> {
  const parts = ['deploy', 'postgres', ...ALL_SERVICES];
  const deed = parts.reduceRight<() => Promise<void>>(
    (inner, part) => () => aloneWith(system, part, inner),
    () => restore(system),
  );
  try {
    await untilDone(deed, { withinMs: ALONE_WITHIN_MS, mayRepeat: (error) => error instanceof Busy });
    return 'done';
  } catch (error) {
    if (error instanceof Busy) return 'already in trouble';
    throw error;
  }
}

class Busy extends Error {}

async function aloneWith(system: UnderTest, part: string, deed: () => Promise<void>): Promise<void> {
  if (!(await system.alone(part, deed))) throw new Busy(`${part} is being dealt with`);
}

async function restore(system: UnderTest): Promise<void> {
  const { servers, loop } = system;
  const { folder } = servers.postgres;
  for (const name of ALL_SERVICES) system.away.add(name);
  try {
    for (const replica of system.replicas) await replica.stop();
    system.replicas.clear();
    await Promise.all(Object.values(loop.services).map((service) => service.stop()));
    const before = await whatItHolds(system, async () => {
      await servers.postgres.stop();
      await run('cp', ['-a', folder, `${folder}.copy`]);
      renameSync(folder, `${folder}.gone`);
      renameSync(`${folder}.copy`, folder);
      rmSync(`${folder}.gone`, { recursive: true, force: true });
      await servers.postgres.start();
    });
    const after = await whatItHolds(system);
    for (const table of new Set([...before.keys(), ...after.keys()]))
      if (before.get(table) !== after.get(table))
        system.witnessed.push({ invariant: 'I1', what: `${table} does not hold what it held before its database was restored` });
  } finally {
    system.away.clear();
    for (const service of Object.values(loop.services)) void service.start().catch(() => undefined);
  }
}

/** A fingerprint of every table; nobody appends to the log between that and `then`. */
async function whatItHolds(system: UnderTest, then?: () => Promise<void>): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: system.servers.directUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin');
    await client.query('lock table event_log.log_head in exclusive mode');
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any($1)`,
      [[...DOMAIN_SERVICES, 'event_log']],
    );
    const held = new Map<string, string>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ print: string }>(
        `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as print from ${name} as t`,
      );
      held.set(name, rows[0]!.print);
    }
    await then?.();
    return held;
  } finally {
    await client.end().catch(() => undefined);
  }
}
