import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { outcomeOf, type Of, type Outcome } from './trouble.js';
import { freeze } from './troubles-of-processes.js';
import { signalTo, type UnderTest } from './under-test.js';

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

export const brokerKill = stopServer('kafka', (system) => system.servers.kafka!.kill());
export const brokerRestart = stopServer('kafka', (system) => system.servers.kafka!.stop());
export const brokerFreeze = freezeServer('kafka');
export const postgresRestart = stopServer('postgres', async (system) => {
  signalTo(system.servers.postgres.pid, 'SIGQUIT'); // immediate: no rollback, no goodbye, recovery at the next start
  await system.servers.postgres.stop();
});
export const postgresFreeze = freezeServer('postgres');

/** Nobody else gets a connection for a while. */
export async function exhaustConnections(system: UnderTest, { ms }: { ms: number }): Promise<Outcome> {
  return outcomeOf(await system.alone('connections', () => takeAllConnections(system, ms)));
}

/** Ends a share of the services' sessions in the middle of whatever they do. */
export async function endBackends(system: UnderTest, { share }: Of<'backends'>): Promise<Outcome> {
  const end = `select pg_terminate_backend(pid) from pg_stat_activity where usename like 'redress\\_%' and random() < $1`;
  await system.asAdmin((client) => client.query(end, [share]));
  return 'done';
}

/** Makes the network to a server bad for a while. */
export async function spoilLink(
  system: UnderTest,
  { kind, link, ms, delayMs }: Of<'slow' | 'cut' | 'half-open' | 'drop-responses'>,
): Promise<Outcome> {
  const proxy = system.proxies[link]!;
  const done = await system.alone(`${link} link`, async () => {
    proxy.become(kind === 'slow' ? { kind, ms: delayMs } : { kind });
    await sleep(ms);
    proxy.become({ kind: 'pass' });
  });
  return outcomeOf(done);
}

async function takeAllConnections(system: UnderTest, ms: number): Promise<void> {
  const taken: pg.Client[] = [];
  try {
    for (let refused = false; !refused;) {
      const client = new pg.Client({ connectionString: system.servers.directUrl, connectionTimeoutMillis: 2_000 });
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
