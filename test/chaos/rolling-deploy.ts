import { ComplaintClosed } from '#libs/contracts';
import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { nextBuildOrderOf } from './inside/next-version.js';
import { NEXT_CLOSED } from './next-version.js';
import { HEARERS } from './read-history.js';
import { outcomeOf, type DomainService, type Of, type Outcome } from './trouble.js';
import { isAlive, type UnderTest } from './under-test.js';
import { untilDone } from './until-done.js';

const EMITS: DomainService = 'resolution';
const HEARING = HEARERS.filter(({ types }) => types.includes(ComplaintClosed.wireType));
const HEAR = [...new Set(HEARING.map(({ service }) => service))] as DomainService[];
const WAITS_WITHIN_MS = 20_000;
const APPLIED_WITHIN_MS = 120_000;
const APART_MS = 1_500;

/**
 * The next build is rolled out in the wrong order and back: first to the service that emits a newer version of an event, whose events
 * must wait, then to those who hear it, one after the other; back the same way, once everybody has what only the next build can read.
 */
export async function rollDeploy(system: UnderTest, { ms }: Of<'deploy'>): Promise<Outcome> {
  let waited = 0;
  const done = await system.alone('deploy', async () => {
    await deploy(system, EMITS, 'next');
    waited = await untilDone(() => system.asAdmin(whoWaits), { withinMs: WAITS_WITHIN_MS }).catch(() => 0);
    for (const service of HEAR) {
      await deploy(system, service, 'next');
      await sleep(APART_MS);
    }
    await sleep(ms);
    await deploy(system, EMITS, 'released');
    await untilDone(() => system.asAdmin(allAreApplied), { withinMs: APPLIED_WITHIN_MS });
    for (const service of HEAR) {
      await deploy(system, service, 'released');
      await sleep(APART_MS);
    }
  });
  return done && waited === 0 ? 'not reached' : outcomeOf(done);
}

/** Lets the process of a service leave; the one that comes instead, and whoever starts later, is of that build. */
async function deploy(system: UnderTest, service: DomainService, build: 'next' | 'released'): Promise<void> {
  const order = nextBuildOrderOf(system.orders, service);
  const handle = system.loop.services[service];
  const replaced = async (): Promise<void> => {
    if (build === 'next') writeFileSync(order, '');
    else rmSync(order, { force: true });
    for (const replica of [...system.replicas].filter(({ name }) => name === service)) {
      system.replicas.delete(replica);
      await replica.stop();
    }
    const { pid } = handle;
    await handle.kill('SIGTERM');
    while (isAlive(pid)) await sleep(50);
  };
  await untilDone(async () => {
    if (!(await system.alone(service, replaced))) throw new Error(`${service} is being dealt with`);
  });
}

/** How many events wait for a build that knows them; throws while there is none. */
async function whoWaits(client: pg.Client): Promise<number> {
  let waiting = 0;
  for (const service of HEAR) {
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${service}.parked where type = $1`, [NEXT_CLOSED]);
    waiting += rows[0]!.n;
  }
  if (waiting === 0) throw new Error('nobody waits');
  return waiting;
}

/** Throws while an event of the next version is not applied by everybody who hears it. */
async function allAreApplied(client: pg.Client): Promise<void> {
  for (const { service, handler } of HEARING) {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from ${EMITS}.history e where kind = 'emitted' and type = $1
       and not exists (select 1 from ${service}.history a where a.kind = 'applied' and a.handler = $2 and a.event_id = e.event_id)`,
      [NEXT_CLOSED, handler],
    );
    if (rows[0]!.n > 0) throw new Error(`${handler} has not applied ${rows[0]!.n} events of the next version`);
  }
}
