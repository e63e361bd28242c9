import { Consumer, silentLog, type ReceivedRecord } from '#libs/messaging';
import { dataSourceFor, migrate, provision } from '#libs/service-kit';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { STANDARD_RULES } from '../../services/improvement/src/domain/rules.js';
import { hears } from '../../services/improvement/src/handlers/index.js';
import { improvementDatabase } from '../../services/improvement/src/store/database.js';
import type { BenchRun } from './loop-under-test.js';
import { cpuSeconds } from './processes.js';
import { companyLog } from './rebuild-events.js';

const SLICE = 200;
const TENTHS = 10;
const SEED = 7;
const AIM_MINUTES = 3;

/** Builds improvement from nothing out of a generated log, through the consumer in slices of 200: is the time per event flat? */
export async function benchRebuild({
  loop,
  events,
  say,
}: Pick<BenchRun, 'events' | 'say'> & { loop: Pick<BenchRun['loop'], 'databaseUrl'> }): Promise<void> {
  say(`\nRebuild of improvement from ${events.toLocaleString('en-US')} events (generated, seed ${SEED}), one connection`);
  const { db, drop } = await emptyImprovement(loop.databaseUrl);
  try {
    const [{ pid }] = (await db.query('select pg_backend_pid() as pid')) as [{ pid: number }];
    const consumer = new Consumer(db, hears(STANDARD_RULES), silentLog);
    const log = companyLog(events, SEED);
    let seconds = 0;
    for (let tenth = 1; tenth <= TENTHS; tenth += 1) {
      const spent = await applyNext(consumer, log, Math.floor((events * tenth) / TENTHS) - Math.floor((events * (tenth - 1)) / TENTHS), pid);
      seconds += spent.seconds;
      say(
        `  ${String(tenth * 10).padStart(3)} %  ${perSecond(spent)} events/s   CPU a event: node ${ms(spent.node, spent)}, Postgres ${ms(spent.postgres, spent)}`,
      );
    }
    const [{ parked }] = (await db.query('select count(*)::int as parked from parked')) as [{ parked: number }];
    if (parked > 0) say(`  ✗ ${parked} events were parked`);
    const minutes = (seconds / events) * (1_000_000 / 60);
    const how = events < 1_000_000 ? `extrapolated from ${events.toLocaleString('en-US')}` : 'measured';
    say(`  a million events: ${minutes.toFixed(1)} minutes, ${how} (aim ${AIM_MINUTES}) ${minutes <= AIM_MINUTES ? '✓' : '✗'}`);
  } finally {
    await drop();
  }
}

interface Spent {
  events: number;
  seconds: number;
  /** CPU seconds. */
  node: number;
  postgres: number;
}

/** Applies the next events of the log; making them up is not counted. */
async function applyNext(consumer: Consumer, log: Iterator<ReceivedRecord>, events: number, backend: number): Promise<Spent> {
  const spent: Spent = { events, seconds: 0, node: 0, postgres: -cpuSeconds(backend) };
  for (let applied = 0; applied < events;) {
    const slice: ReceivedRecord[] = [];
    while (slice.length < Math.min(SLICE, events - applied)) slice.push(log.next().value as ReceivedRecord);
    const [at, cpu] = [performance.now(), process.cpuUsage()];
    await consumer.apply(slice);
    const used = process.cpuUsage(cpu);
    spent.seconds += (performance.now() - at) / 1_000;
    spent.node += (used.user + used.system) / 1_000_000;
    applied += slice.length;
  }
  spent.postgres += cpuSeconds(backend);
  return spent;
}

function perSecond({ events, seconds }: Spent): string {
  return Math.round(events / seconds)
    .toLocaleString('en-US')
    .padStart(6);
}

function ms(cpuSecondsUsed: number, { events }: Spent): string {
  return `${((cpuSecondsUsed / events) * 1_000).toFixed(3)} ms`;
}

/** A database of its own beside the loop's, with a role of its own, so that the loop's service keeps its password. */
async function emptyImprovement(adminUrl: string): Promise<{ db: DataSource; drop(): Promise<void> }> {
  const name = `rebuild_${randomBytes(4).toString('hex')}`;
  const role = { schema: improvementDatabase.schema, role: 'redress_rebuild', password: randomBytes(12).toString('hex') };
  const url = new URL(adminUrl);
  await asAdmin(url.href, `create database ${name}`);
  url.pathname = `/${name}`;
  await provision(url.href, role);
  Object.assign(url, { username: role.role, password: role.password });
  const db = dataSourceFor(improvementDatabase, { DATABASE_URL: url.href, DATABASE_POOL_SIZE: 1, DATABASE_STATEMENT_TIMEOUT_MS: 30_000 });
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
