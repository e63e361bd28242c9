import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { RunningService } from '../../deploy/local/loop.mjs';
import type { Fault, Outcome, Trouble, TroubleKind } from './trouble.js';
import { poisonOf } from './poison.js';
import { signalTo, type UnderTest } from './under-test.js';

type Of<Kind extends TroubleKind> = Extract<Trouble, { kind: Kind }>;
type Perform = { [Kind in TroubleKind]: (system: UnderTest, trouble: Of<Kind>) => Promise<Outcome> };

const CRASH_WITHIN_MS = 4_000;

const outcomeOf = (done: boolean): Outcome => (done ? 'done' : 'already in trouble');

const stopServer =
  (part: 'postgres' | 'kafka', how: (system: UnderTest) => Promise<unknown>) =>
  async (system: UnderTest, { ms }: { ms: number }): Promise<Outcome> => {
    const server = system.servers[part];
    const done = await system.alone(part, async () => {
      await how(system);
      await sleep(ms);
      await server!.start();
    });
    return outcomeOf(done);
  };

const freezeServer =
  (part: 'postgres' | 'kafka') =>
  async (system: UnderTest, { ms }: { ms: number }): Promise<Outcome> => {
    const pid = system.servers[part]!.pid!;
    return outcomeOf(await system.alone(part, () => freeze(system, pid, ms)));
  };

const spoilLink = async (system: UnderTest, { kind, link, ms, delayMs }: Of<'slow' | 'cut' | 'half-open' | 'drop-responses'>): Promise<Outcome> => {
  const proxy = system.proxies[link]!;
  const done = await system.alone(`${link} link`, async () => {
    proxy.become(kind === 'slow' ? { kind, ms: delayMs } : { kind });
    await sleep(ms);
    proxy.become({ kind: 'pass' });
  });
  return outcomeOf(done);
};

const PERFORM: Perform = {
  kill: (system, { service }) => killOne(system.loop.services[service]),
  crash: async (system, { service, point }) => {
    const { pid } = system.loop.services[service];
    if (!isAlive(pid)) return 'already in trouble';
    const order = path.join(system.crashOrders, String(pid));
    writeFileSync(order, point);
    for (const until = Date.now() + CRASH_WITHIN_MS; Date.now() < until && isAlive(pid);) await sleep(25);
    const crashed = !isAlive(pid);
    rmSync(order, { force: true });
    if (crashed) return 'done';
    return (await killOne(system.loop.services[service])) === 'done' ? 'killed elsewhere' : 'not reached';
  },
  freeze: async (system, { service, ms }) => outcomeOf(await system.alone(service, () => freeze(system, system.loop.services[service].pid, ms))),
  leave: async (system, { service }) => {
    const handle = system.loop.services[service];
    const done = await system.alone(service, async () => {
      const wasWell = !system.isServerInTrouble && isAlive(handle.pid);
      const noted = system.stops.length;
      await system.leave(handle);
      // With a server away nobody can finish in time, and a kill in the same moment is not its fault.
      if (!wasWell || system.isServerInTrouble || system.stops[noted]?.code === null) system.stops.splice(noted, 1);
      void handle.start().catch(() => undefined);
    });
    return outcomeOf(done);
  },
  replica: async (system, { service, ms, ends }) => {
    const replica = await system.startReplica(service);
    await sleep(ms);
    if (!system.replicas.delete(replica)) return 'done';
    if (ends === 'SIGKILL') await replica.kill('SIGKILL');
    await replica.stop();
    return 'done';
  },
  'broker-kill': stopServer('kafka', (system) => system.servers.kafka!.kill()),
  'broker-restart': stopServer('kafka', (system) => system.servers.kafka!.stop()),
  'broker-freeze': freezeServer('kafka'),
  'postgres-restart': stopServer('postgres', async (system) => {
    signalTo(system.servers.postgres.pid, 'SIGQUIT'); // immediate: no rollback, no goodbye, recovery at the next start
    await system.servers.postgres.stop();
  }),
  'postgres-freeze': freezeServer('postgres'),
  connections: async (system, { ms }) => outcomeOf(await system.alone('connections', () => exhaustConnections(system, ms))),
  backends: async (system, { share }) => {
    const kill = `select pg_terminate_backend(pid) from pg_stat_activity where usename like 'redress\\_%' and random() < $1`;
    await system.asAdmin((client) => client.query(kill, [share]));
    return 'done';
  },
  slow: spoilLink,
  cut: spoilLink,
  'half-open': spoilLink,
  'drop-responses': spoilLink,
  poison: async (system, { what }) => {
    const record = poisonOf(what);
    system.injected.keys.add(record.key);
    if (record.headers['ce_id']) system.injected.ids.add(record.headers['ce_id']);
    await system.log.append([record]);
    return 'done';
  },
  duplicates: async (system, { share }) => {
    const records = await system.log.read();
    await system.log.append(records.slice(-Math.min(200, Math.ceil(records.length * share))));
    return 'done';
  },
  offsets: async (system, { service }) => {
    const handle = system.loop.services[service];
    const done = await system.alone(service, async () => {
      await handle.stop();
      await system.log.forgetPositions(service).catch(() => undefined); // a replica may still be a member
      void handle.start().catch(() => undefined);
    });
    return outcomeOf(done);
  },
};

/** Lets a fault happen, and ends it when its time is over. */
export function perform(system: UnderTest, fault: Fault): Promise<Outcome> {
  return PERFORM[fault.kind](system, fault as never);
}

/** kill -9; who is dead already cannot be killed. */
async function killOne(service: RunningService): Promise<Outcome> {
  if (!isAlive(service.pid)) return 'already in trouble';
  await service.kill('SIGKILL');
  return 'done';
}

async function freeze(system: UnderTest, pid: number, ms: number): Promise<void> {
  system.frozen.add(pid);
  signalTo(pid, 'SIGSTOP');
  await sleep(ms);
  signalTo(pid, 'SIGCONT');
  system.frozen.delete(pid);
}

async function exhaustConnections(system: UnderTest, ms: number): Promise<void> {
  const taken: pg.Client[] = [];
  const url = new URL(system.servers.directUrl);
  try {
    for (let refused = false; !refused;) {
      const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 2_000 });
      client.on('error', () => undefined);
      refused = await client.connect().then(
        () => (taken.push(client), false),
        () => true,
      );
    }
    await sleep(ms);
  } finally {
    await Promise.all(taken.map((client) => client.end().catch(() => undefined)));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
