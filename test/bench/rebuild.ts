import { TOPIC_PARTITIONS } from '#libs/contracts';
import {
  Consumer,
  eventLogSchema,
  KafkaTransport,
  PostgresTransport,
  REBUILD_SLICES,
  silentLog,
  SliceCombiner,
  type EventTransport,
  type ReceivedRecord,
} from '#libs/messaging';
import { dataSourceFor, migrate, provision } from '#libs/service-kit';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { STANDARD_RULES } from '../../services/improvement/src/domain/rules.js';
import { hears } from '../../services/improvement/src/handlers/index.js';
import { improvementDatabase } from '../../services/improvement/src/store/database.js';
import type { BenchRun } from './loop-under-test.js';
import { familySeconds } from './processes.js';
import { companyLog } from './rebuild-events.js';

const BATCH = 1_000;
const TENTHS = 10;
const SEED = 7;
const AIM_MINUTES = 3;
const REST = { leastMs: 0, mostMs: 0 };

/** Builds improvement from nothing by reading a generated log from its beginning, as a rebuild does: is the time per event flat? */
export async function benchRebuild({ loop, events, say }: Pick<BenchRun, 'events' | 'say' | 'loop'>): Promise<void> {
  say(
    `\nRebuild of improvement from ${events.toLocaleString('en-US')} events (generated, seed ${SEED}) over ${loop.brokers ? 'Kafka' : 'the Postgres log'}`,
  );
  const { db, drop } = await emptyImprovement(loop.databaseUrl);
  const transport = loop.brokers
    ? new KafkaTransport({ brokers: loop.brokers.split(','), clientId: 'bench-rebuild' }, silentLog)
    : new PostgresTransport(db, silentLog);
  try {
    const consumer = new Consumer(db, hears(STANDARD_RULES), silentLog);
    await fill(transport, consumer.topics, events, say);
    const whole = await hearAll(transport, consumer, events, loop, say);
    const [{ parked }] = (await db.query('select count(*)::int as parked from parked')) as [{ parked: number }];
    if (parked > 0) say(`  ✗ ${parked} events were parked`);
    const minutes = (whole / events) * (1_000_000 / 60);
    const how = events < 1_000_000 ? `extrapolated from ${events.toLocaleString('en-US')}` : 'measured';
    say(`  a million events: ${minutes.toFixed(1)} minutes, ${how} (aim ${AIM_MINUTES}) ${minutes <= AIM_MINUTES ? '✓' : '✗'}`);
  } finally {
    await transport.close();
    await drop();
  }
}

async function fill(transport: EventTransport, topics: readonly string[], events: number, say: (line: string) => void): Promise<void> {
  await transport.ensureTopics(topics, TOPIC_PARTITIONS);
  const publisher = transport.publisher();
  const begin = performance.now();
  const log = companyLog(events, SEED);
  for (let told = 0; told < events; told += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, events - told) }, () => log.next().value as ReceivedRecord);
    await publisher.publish(batch);
  }
  await publisher.close();
  say(`  the log was filled in ${((performance.now() - begin) / 1_000).toFixed(0)} s`);
}

/** Hears everything with a new group, as the service does that has an empty database; returns the seconds from the first slice to the last. */
async function hearAll(
  transport: EventTransport,
  consumer: Consumer,
  events: number,
  loop: BenchRun['loop'],
  say: (line: string) => void,
): Promise<number> {
  const combiner = new SliceCombiner((records, positions) => consumer.apply(records, positions), REBUILD_SLICES.together, REST);
  const spent = (): Spent => ({
    seconds: performance.now() / 1_000,
    node: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    postgres: postgresSeconds(loop),
  });
  let [applied, tenth] = [0, 1];
  let [first, last]: (Spent | undefined)[] = [];
  let whole: () => void;
  const done = new Promise<void>((resolve) => (whole = resolve));
  const subscription = await transport.subscribe({
    group: `rebuild-${randomBytes(4).toString('hex')}`,
    topics: consumer.topics,
    sliceSize: REBUILD_SLICES.ofPartition,
    onSlice: async (records, position) => {
      last ??= first ??= spent();
      await combiner.add(records, position);
      applied += records.length;
      if (applied < Math.floor((events * tenth) / TENTHS)) return;
      const now = spent();
      say(`  ${String(tenth * 10).padStart(3)} %  ${figures(last, now, events / TENTHS)}`);
      [last, tenth] = [now, tenth + 1];
      if (applied >= events) whole();
    },
    onFatal: (error) => {
      throw error;
    },
  });
  await done;
  await subscription.close();
  return last!.seconds - first!.seconds;
}

/** Seconds until now: of the clock, and of CPU. */
interface Spent {
  seconds: number;
  node: number;
  postgres: number;
}

function postgresSeconds({ postgres: { pid } }: BenchRun['loop']): number {
  return pid === undefined ? 0 : familySeconds(pid);
}

function figures(from: Spent, to: Spent, events: number): string {
  const perSecond = Math.round(events / (to.seconds - from.seconds)).toLocaleString('en-US');
  const ms = (cpu: number): string => `${((cpu / events) * 1_000).toFixed(3)} ms`;
  return `${perSecond.padStart(6)} events/s   CPU a event: node ${ms(to.node - from.node)}, Postgres ${ms(to.postgres - from.postgres)}`;
}

/** A database of its own beside the loop's, with a role of its own, so that the loop's service keeps its password. */
async function emptyImprovement(adminUrl: string): Promise<{ db: DataSource; drop(): Promise<void> }> {
  const name = `rebuild_${randomBytes(4).toString('hex')}`;
  const role = { schema: improvementDatabase.schema, role: 'redress_rebuild', password: randomBytes(12).toString('hex') };
  const url = new URL(adminUrl);
  await asAdmin(url.href, `create database ${name}`);
  url.pathname = `/${name}`;
  await provision(url.href, role);
  await asAdmin(url.href, eventLogSchema([role.role]));
  Object.assign(url, { username: role.role, password: role.password });
  const db = dataSourceFor(improvementDatabase, { DATABASE_URL: url.href, DATABASE_POOL_SIZE: 6, DATABASE_STATEMENT_TIMEOUT_MS: 30_000 });
  await db.initialize();
  await migrate(db);
  const drop = async (): Promise<void> => {
    await db.destroy();
    await asAdmin(adminUrl, `drop database ${name} with (force)`);
  };
  return { db, drop };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query(statement).finally(() => admin.end());
}
