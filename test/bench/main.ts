import { signDevelopmentToken } from '#libs/service-kit';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { benchChain } from './chain.js';
import { benchCrash } from './crash.js';
import { benchEvents } from './events.js';
import { benchIdle } from './idle.js';
import { benchIntake } from './intake.js';
import { benchLoop } from './loop.js';
import type { BenchRun, LoopUnderTest } from './loop-under-test.js';
import { benchPoison } from './poison.js';
import { benchRebuild } from './rebuild.js';
import { hireStaff } from './staff.js';

const BENCHES = {
  intake: benchIntake,
  chain: benchChain,
  loop: benchLoop,
  crash: benchCrash,
  idle: benchIdle,
  events: benchEvents,
  poison: benchPoison,
  rebuild: benchRebuild,
};

// They bring a service of their own: the loop's would only take the processor from it.
const WITHOUT_SERVICES: readonly string[] = ['events', 'poison', 'rebuild'];

type StartLoop = (options: object) => Promise<LoopUnderTest & { stop(): Promise<void> }>;

/** Runs the named benches (all when none is named) on a loop of their own with durable settings; returns the exit code. `--seconds N` sets the length of each measurement, `--events N` the size of a rebuild. */
export async function bench(words: readonly string[], startLoop: StartLoop, say: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    strict: false,
    options: { seconds: { type: 'string', default: '8' }, events: { type: 'string', default: '100000' } },
  });
  const [seconds, events] = [values['seconds'], values['events']].map((word) => (typeof word === 'string' ? Number(word) : NaN)) as [number, number];
  const unknown = [
    ...positionals.filter((name) => !(name in BENCHES)),
    ...Object.keys(values)
      .filter((name) => name !== 'seconds' && name !== 'events')
      .map((name) => `--${name}`),
  ];
  const fault = faultOf(unknown, seconds, events);
  if (fault !== undefined) {
    say(fault);
    return 2;
  }
  const named = (positionals.length > 0 ? positionals : Object.keys(BENCHES)) as (keyof typeof BENCHES)[];
  const asked = { seconds, events, say };
  const onTheirOwn = named.filter((name) => WITHOUT_SERVICES.includes(name));
  await onALoop(
    named.filter((name) => !onTheirOwn.includes(name)),
    asked,
    startLoop,
  );
  await onALoop(onTheirOwn, asked, startLoop, []);
  return 0;
}

function faultOf(unknown: readonly string[], seconds: number, events: number): string | undefined {
  if (unknown.length > 0) return `Unknown: ${unknown.join(', ')}. Say any of ${Object.keys(BENCHES).join(', ')}, and --seconds N, --events N.`;
  if (!(seconds >= 1)) return '--seconds must be a number of at least 1.';
  if (!(events >= 1_000)) return '--events must be a number of at least 1000.';
  return undefined;
}

async function onALoop(
  named: readonly (keyof typeof BENCHES)[],
  asked: Pick<BenchRun, 'seconds' | 'events' | 'say'>,
  startLoop: StartLoop,
  services?: readonly string[],
): Promise<void> {
  if (named.length === 0) return;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'redress-bench-'));
  // A bench that kills a service again and again must not look like one that cannot live.
  const starting = startLoop({ dataDir, durable: true, quiet: false, services, tireless: true });
  try {
    const loop = await starting;
    const authorization = `Bearer ${await signDevelopmentToken({ roles: ['importer', 'supervisor', 'admin', 'agent'], name: 'Bench' }, loop.secrets.token)}`;
    const addresses = Object.entries(loop.urls).filter(([name]) => loop.services[name]);
    const pools = Object.fromEntries(addresses.map(([name, url]) => [name, new Pool(url, { connections: 64 })])) as BenchRun['pools'];
    const run: BenchRun = { ...asked, loop, authorization, pools };
    if (!services) await hireStaff(run);
    for (const name of named) await BENCHES[name](run);
  } finally {
    await starting.then(
      (loop) => loop.stop(),
      () => undefined, // never started
    );
    rmSync(dataDir, { recursive: true, force: true });
  }
}
