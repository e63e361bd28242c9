import { randomUUID } from 'node:crypto';
import type { Pool } from 'undici';
import { startFloor, type Floor } from './floor.js';
import { closedLoop, send, type LoadResult } from './load.js';
import { CONSUMERS, verdict, type BenchRun } from './loop-under-test.js';
import { cpuSeconds, residentMegabytes } from './processes.js';
import { eventsUnderway, settled } from './settle.js';

const WARM_UP_SECONDS = 15;
const KNOWN = Array.from({ length: 200 }, (_, i) => `known-${i}@example.org`);

function create(pool: Pool, authorization: string, customers: 'known' | 'new') {
  return async (n: number): Promise<boolean> => {
    const email = customers === 'known' ? KNOWN[n % KNOWN.length]! : `${randomUUID()}@example.org`;
    const body = {
      channel: 'app',
      text: 'The soup was cold when it came, and the spoon was missing.',
      product: 'bench',
      category: 'quality',
      customer: { email },
    };
    const { status } = await send(pool, {
      method: 'POST',
      path: '/v1/complaints',
      body,
      headers: { authorization, 'idempotency-key': randomUUID() },
    });
    return status === 201;
  };
}

/** Creating complaints against one bare insert, with the loop behind it and with its consumers paused. */
export async function benchIntake(run: BenchRun): Promise<void> {
  const floor = await startFloor(run.loop.databaseUrl);
  try {
    // Both sides as they are after a while, compiled: a fresh process takes twice the time for everything.
    await floor.inserts(32, WARM_UP_SECONDS / 2);
    await closedLoop({ connections: 32, seconds: WARM_UP_SECONDS }, create(run.pools.intake, run.authorization, 'known'));
    for (const connections of [8, 32]) await compare(run, floor, connections);
  } finally {
    await floor.stop();
  }
  for (const service of Object.values(run.loop.services))
    run.say(`  memory ${service.name.padEnd(12)} ${residentMegabytes(service.pid)} MB (aim < 200)`);
}

async function compare(run: BenchRun, floor: Floor, connections: number): Promise<void> {
  const { loop, pools, authorization, seconds, say } = run;
  say(`\nCreating complaints, c=${connections}`);
  const signal = async (name: 'SIGSTOP' | 'SIGCONT'): Promise<void> => {
    for (const consumer of CONSUMERS) await loop.services[consumer]!.kill(name);
  };
  await settled(run);
  await signal('SIGSTOP');
  const base = await floor.inserts(connections, seconds);
  say(`  floor: bare Fastify + one insert        ${figures(base)}`);
  const paused = await closedLoop({ connections, seconds }, create(pools.intake, authorization, 'known'));
  say(`  at the service, consumers paused        ${figures(paused)}  ${verdict(paused.perSecond / base.perSecond, 0.3, 0.5)}`);
  await signal('SIGCONT');
  for (const customers of ['known', 'new'] as const) {
    await settled(run);
    const before = cpuSeconds(loop.services['intake']!.pid);
    const result = await closedLoop({ connections, seconds }, create(pools.intake, authorization, customers));
    const cpu = (cpuSeconds(loop.services['intake']!.pid) - before) / ((seconds + 6) * result.perSecond);
    say(
      `  at the service, ${customers.padEnd(5)} customers          ${figures(result)}  ${verdict(result.perSecond / base.perSecond, 0.3, 0.5)}  CPU ${(cpu * 1_000).toFixed(2)} ms a create  ${await eventsUnderway(run)} events underway at the end`,
    );
  }
  await settled(run);
  const through = await closedLoop({ connections, seconds }, create(pools.gateway, authorization, 'known'));
  say(`  through the gateway, known customers    ${figures(through)}  ${(through.perSecond / base.perSecond).toFixed(2)} of the floor`);
}

/** One line of figures for a run of load. */
export function figures({ perSecond, p50, p99, refused }: LoadResult): string {
  return `${perSecond.toFixed(0).padStart(6)}/s  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms${refused > 0 ? `  ${refused} refused` : ''}`;
}
