import { Messaging, silentLog, type EventHandler } from '#libs/messaging';
import { randomUUID } from 'node:crypto';
import { benchService, type BenchService, type TransportKind } from './bench-service.js';
import { percentile } from './load.js';
import type { BenchRun } from './loop-under-test.js';
import { until } from './settle.js';

const RATE = 200;
// One event in twenty is of the poisoned key.
const EVERY = 20;
const AT_MOST = 2;

/** The way of the other keys' events, from commit to effect, beside one key whose events always fail: its p99 against that of a run without poison. */
export async function benchPoison({ loop, seconds, say }: BenchRun): Promise<void> {
  const service = await benchService(loop.databaseUrl, loop.brokers);
  try {
    for (const kind of service.kinds) {
      say(`\nOne poisoned key among others, ${RATE} events a second over ${kind === 'kafka' ? 'Kafka' : 'the Postgres log'}`);
      await timeOthers(service, kind, Math.ceil(seconds / 2) * RATE, undefined); // everything warm
      const whole = await timeOthers(service, kind, seconds * RATE, undefined);
      const poisoned = await timeOthers(service, kind, seconds * RATE, randomUUID());
      const ratio = percentile(poisoned.way, 0.99) / percentile(whole.way, 0.99);
      say(`  without poison     ${figures(whole.way)}`);
      say(`  others beside it   ${figures(poisoned.way)}  ${poisoned.parked} of its events parked`);
      say(`  p99 ${ratio.toFixed(2)} × (at most ${AT_MOST}) ${ratio < AT_MOST ? '✓' : '✗'}`);
    }
  } finally {
    await service.close();
  }
}

const figures = (way: readonly number[]): string =>
  `p50 ${percentile(way, 0.5).toFixed(0).padStart(4)} ms  p99 ${percentile(way, 0.99).toFixed(0).padStart(4)} ms  (${way.length} events)`;

/** Milliseconds from commit to effect of every event that is not of the poisoned key. */
async function timeOthers(service: BenchService, kind: TransportKind, events: number, poison: string | undefined) {
  const committedAt = new Map<string, number>();
  const way: number[] = [];
  const arrived = (keys: readonly string[]): void => {
    for (const key of keys) {
      const at = committedAt.get(key);
      if (at !== undefined) way.push(performance.now() - at);
    }
  };
  const handler = failingOn(poison, service.handler(arrived));
  const messaging = new Messaging(`bench-${randomUUID()}`, service.db, await service.transport(kind), [handler], silentLog);
  await messaging.start();
  await service.heardAll(); // or what is measured would wait behind what is from earlier
  const begin = performance.now();
  const isPoisoned = (n: number): boolean => poison !== undefined && n % EVERY === 0;
  await Promise.all(
    Array.from({ length: events }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, begin + (n * 1_000) / RATE - performance.now()));
      const key = isPoisoned(n) ? poison! : randomUUID();
      if (key !== poison) committedAt.set(key, performance.now());
      await service.emit([key]);
    }),
  );
  await until(() => way.length >= committedAt.size);
  const [{ parked }]: [{ parked: number }] = await service.db.query('select count(*)::int as parked from parked');
  await messaging.stop();
  await service.clear();
  await service.db.query('truncate parked');
  return { way, parked };
}

/** That handler, failing whenever an event of the poisoned key is among those of a slice. */
function failingOn(poison: string | undefined, handler: EventHandler): EventHandler {
  const handle: EventHandler['handle'] = (tx, slice) =>
    slice.some(({ event }) => event.key === poison) ? Promise.reject(new Error('poison')) : handler.handle(tx, slice);
  return { ...handler, handle };
}
