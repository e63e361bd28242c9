import { Consumer, Messaging, Relay, silentLog, type EventTransport } from '#libs/messaging';
import { TOPIC_PARTITIONS } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { benchService, type BenchService, type TransportKind } from './bench-service.js';
import { BATCH, kafkaFloor, perSecond, postgresFloor, postgresReaderFloor } from './events-floor.js';
import { percentile } from './load.js';
import { verdict, type BenchRun } from './loop-under-test.js';
import { until } from './settle.js';

// So that each figure is of some seconds, on either transport.
const EVENTS_PER_SECOND_OF_RUN = { kafka: 5_000, postgres: 20_000 };
const RATE = 200;
// Alone in a transaction each: a twentieth of the events tells enough.
const ALONE_SHARE = 0.05;

const figure = (events: number): string => `${events.toFixed(0).padStart(7)}/s`;

/** Relay and consumer on both transports against bare kafkajs and bare SQL of the same run, and the way of one event at 200 a second. */
export async function benchEvents({ loop, seconds, say }: BenchRun): Promise<void> {
  const service = await benchService(loop.databaseUrl, loop.brokers);
  try {
    for (const kind of service.kinds) {
      const events = Math.ceil((seconds * EVENTS_PER_SECOND_OF_RUN[kind]) / BATCH) * BATCH;
      say(`\nEvents over ${kind === 'kafka' ? 'Kafka' : 'the Postgres log'}, ${events}`);
      await service.clear();
      await fill(service, events);
      const { sent, consumed, read } = await floorOf(kind, service, loop, events);
      say(
        `  floor: ${kind === 'kafka' ? 'kafkajs, batches of 500          ' : 'INSERT … SELECT, 500 at a time   '} sent ${figure(sent)}  consumed ${figure(consumed)}`,
      );
      const relayed = await timeRelay(service, kind, events);
      say(`  relay, outbox to log                     ${figure(relayed)}  ${verdict(relayed / sent, 0.5, 0.8)}`);
      const { together, alone } = await timeConsumers(service, kind, events);
      say(`  consumer, slices                         ${figure(together)}  ${verdict(together / consumed, 0.5, 0.8)}`);
      if (read) say(`    (bare pg, one multi-row insert per 500 ${figure(read)}: ${(together / read).toFixed(2)} of that)`);
      say(`  consumer, one event a transaction        ${figure(alone)}  slices are ${(together / alone).toFixed(0)} × as fast (aim 20)`);
      const way = await timeTheWay(service, kind, RATE * seconds);
      say(
        `  insert → consumed at ${RATE} a second         p50 ${percentile(way, 0.5).toFixed(0)} ms (aim 15)  p99 ${percentile(way, 0.99).toFixed(0)} ms (aim 100)`,
      );
    }
  } finally {
    await service.close();
  }
}

interface FloorFigures {
  sent: number;
  consumed: number;
  /** A reader outside the database, where the floor itself has none. */
  read?: number;
}

async function floorOf(kind: TransportKind, service: BenchService, loop: BenchRun['loop'], events: number): Promise<FloorFigures> {
  if (kind === 'kafka') return kafkaFloor(service.databaseUrl, loop.brokers ?? '', events);
  const inside = await postgresFloor(service.db);
  return { sent: inside, consumed: inside, read: await postgresReaderFloor(service.databaseUrl) };
}

// Keys are made as the services make the ids of complaints: random ones would double the cost of an index entry.
async function fill(service: BenchService, events: number): Promise<void> {
  for (let at = 0; at < events; at += BATCH) await service.emit(Array.from({ length: BATCH }, () => uuidv7()));
}

// The last row of each part goes last. Looking for any row would read all that are gone already, again and again.
const ANY_LEFT = `select from generate_series(0, ${TOPIC_PARTITIONS - 1}) as part join outbox on relay_part = part and seq = any($1::bigint[]) limit 1`;

/** How fast the relay empties the outbox. */
async function timeRelay(service: BenchService, kind: TransportKind, events: number): Promise<number> {
  const transport = await service.transport(kind);
  const relay = new Relay(service.db, transport, silentLog);
  const last = ((await service.db.query('select max(seq) as seq from outbox group by relay_part')) as { seq: string }[]).map(({ seq }) => seq);
  const begin = performance.now();
  await relay.start();
  await until(async () => ((await service.db.query(ANY_LEFT, [last])) as unknown[]).length === 0);
  const relayed = perSecond(events, begin);
  await relay.stop();
  await transport.close();
  return relayed;
}

/** Hears the log from its beginning with two new groups: in slices as a service does, and with a transaction for each event. */
async function timeConsumers(service: BenchService, kind: TransportKind, events: number): Promise<{ together: number; alone: number }> {
  const meter = meterOf(events);
  const transport = await service.transport(kind);
  const messaging = new Messaging(`bench-${randomUUID()}`, service.db, transport, [service.handler(meter.count)], silentLog);
  await messaging.start();
  const together = await meter.pace;
  await messaging.stop();
  await service.clear();

  const few = Math.ceil(events * ALONE_SHARE);
  const slow = meterOf(few);
  const other = await service.transport(kind);
  await hearOneByOne(service, other, new Consumer(service.db, [service.handler(slow.count)], silentLog));
  const alone = await slow.pace;
  await other.close();
  await service.clear();
  return { together, alone };
}

async function hearOneByOne(service: BenchService, transport: EventTransport, consumer: Consumer): Promise<void> {
  await transport.subscribe({
    group: `bench-${randomUUID()}`,
    topics: consumer.topics,
    sliceSize: 1,
    onSlice: (records, position) => consumer.apply(records, position ? [position] : []),
    onFatal: (error) => {
      throw error;
    },
  });
}

/** Events a second from the first slice to the last of `events`: joining the group is not counted. */
function meterOf(events: number): { count: (keys: readonly string[]) => void; pace: Promise<number> } {
  let [seen, begin] = [0, 0];
  let resolve: (pace: number) => void;
  const pace = new Promise<number>((done) => (resolve = done));
  const count = (keys: readonly string[]): void => {
    if (seen === 0) begin = performance.now();
    seen += keys.length;
    if (seen >= events) resolve(perSecond(events, begin));
  };
  return { count, pace };
}

/** Milliseconds from the commit that stores an event to its being applied, at 200 commits a second. */
async function timeTheWay(service: BenchService, kind: TransportKind, events: number): Promise<number[]> {
  const committedAt = new Map<string, number>();
  const way: number[] = [];
  const transport = await service.transport(kind);
  const arrived = (keys: readonly string[]): void => {
    for (const key of keys) {
      const at = committedAt.get(key);
      if (at !== undefined) way.push(performance.now() - at);
    }
  };
  const messaging = new Messaging(`bench-${randomUUID()}`, service.db, transport, [service.handler(arrived)], silentLog);
  await messaging.start();
  await until(() => messaging.isReady());
  await service.heardAll(); // or what is measured would wait behind what is from earlier
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: events }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, begin + (n * 1_000) / RATE - performance.now()));
      const key = uuidv7();
      committedAt.set(key, performance.now());
      await service.emit([key]);
    }),
  );
  await until(() => way.length >= events);
  await messaging.stop();
  await service.clear();
  return way;
}
