import { randomUUID } from 'node:crypto';
import type { Pool } from 'undici';
import { besideFloor, floorAtRest, spread } from './beside-floor.js';
import { startFloor, type Floor } from './floor.js';
import { closedLoop, median, send, WARM_UP_SECONDS, type LoadResult } from './load.js';
import { CONSUMERS, verdict, type BenchRun } from './loop-under-test.js';
import { cpuSeconds, residentMegabytes } from './processes.js';
import { eventsUnderway } from './settle.js';

const COMPILED_AFTER_SECONDS = 15;
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
    await floor.inserts({ connections: 32, seconds: COMPILED_AFTER_SECONDS / 2 });
    await closedLoop({ connections: 32, seconds: COMPILED_AFTER_SECONDS }, create(run.pools.intake, run.authorization, 'known'));
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
  const cpuOfCreates: number[] = [];
  const underway: number[] = [];
  const atTheService = async (customers: 'known' | 'new'): Promise<LoadResult> => {
    const before = cpuSeconds(loop.services['intake']!.pid);
    const result = await closedLoop({ connections, seconds }, create(pools.intake, authorization, customers));
    cpuOfCreates.push((cpuSeconds(loop.services['intake']!.pid) - before) / ((seconds + WARM_UP_SECONDS) * result.perSecond));
    underway.push(await eventsUnderway(run));
    return result;
  };
  const signal = async (name: 'SIGSTOP' | 'SIGCONT'): Promise<void> => {
    for (const consumer of CONSUMERS) await loop.services[consumer]!.kill(name);
  };
  const paused = async (): Promise<LoadResult> => {
    await signal('SIGSTOP');
    try {
      return await closedLoop({ connections, seconds }, create(pools.intake, authorization, 'known'));
    } finally {
      await signal('SIGCONT');
    }
  };
  const kinds = {
    'consumers paused': paused,
    'known customers': () => atTheService('known'),
    'new customers': () => atTheService('new'),
    'through the gateway': () => closedLoop({ connections, seconds }, create(pools.gateway, authorization, 'known')),
  };
  const { floor: base, 'through the gateway': through, ...service } = await besideFloor(floorAtRest(run, connections, floor.inserts), kinds, say);
  say(`  floor: bare Fastify + one insert        ${figures(base.usual)}`);
  for (const [kind, { usual, ratios }] of Object.entries(service))
    say(`  at the service, ${kind.padEnd(24)}${figures(usual)}  ${verdict(median(ratios), 0.3, 0.5)}  ${spread(ratios)}`);
  say(`  through the gateway, known customers    ${figures(through.usual)}  ${median(through.ratios).toFixed(2)} of the floor`);
  say(
    `  CPU ${(median(cpuOfCreates) * 1_000).toFixed(2)} ms a create in intake; ${median(underway).toFixed(0)} events underway at the end of a round`,
  );
}

/** One line of figures for a run of load. */
export function figures({ perSecond, p50, p99, refused }: LoadResult): string {
  return `${perSecond.toFixed(0).padStart(6)}/s  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms${refused > 0 ? `  ${refused} refused` : ''}`;
}
