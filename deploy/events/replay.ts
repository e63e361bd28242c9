import {
  KafkaTransport,
  MayTellOthers,
  NotLetIn,
  PostgresTransport,
  Rebuild,
  RebuildRefused,
  silentLog,
  type EventTransport,
  type Projection,
} from '#libs/messaging';
import { dataSourceFor, type ServiceDatabase } from '#libs/service-kit';
import type { DataSource } from 'typeorm';
import { projections as ofImprovement } from '../../services/improvement/src/handlers/projections.js';
import { improvementDatabase } from '../../services/improvement/src/store/database.js';
import { projections as ofIntake } from '../../services/intake/src/handlers/projections.js';
import { intakeDatabase } from '../../services/intake/src/store/database.js';
import type { Say } from './say.js';
import { ProgressBar } from './progress-bar.js';
import type { Target } from './target.js';
import { Sentence, SERVICES, type Options, type Said, type ServiceName } from './words.js';

interface Rebuildable {
  database: ServiceDatabase;
  projections: readonly Projection[];
}

const REBUILDABLE: Partial<Record<ServiceName, Rebuildable>> = {
  intake: { database: intakeDatabase, projections: ofIntake },
  improvement: { database: improvementDatabase, projections: ofImprovement },
};

/** Builds a service's projections anew from the beginning of the log; Ctrl-C stops between two slices, and saying it again goes on there. */
export async function replay(target: Target, { options }: Said, say: Say): Promise<void> {
  const { service, database, projections } = chosen(options);
  const url = target.databaseUrls?.[service];
  if (!url)
    throw new Sentence(
      `To replay, the database of ${service} must be reachable from here: give ${service.toUpperCase()}_DATABASE_URL, and KAFKA_BROKERS or EVENTS=postgres.`,
    );
  const db = dataSourceFor(database, { DATABASE_URL: url, DATABASE_POOL_SIZE: 6, DATABASE_STATEMENT_TIMEOUT_MS: 600_000 });
  await db.initialize();
  const transport = transportOf(target, db, service);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    for (const projection of projections) await rebuildOne({ service, db, transport, projection, say, signal: stop.signal });
  } catch (error) {
    if (error instanceof NotLetIn) throw new Sentence(error.message);
    throw error instanceof MayTellOthers || error instanceof RebuildRefused ? new Sentence(`${error.message}.`) : error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await transport.close();
    await db.destroy();
  }
}

interface One {
  service: ServiceName;
  db: DataSource;
  transport: EventTransport;
  projection: Projection;
  say: Say;
  signal: AbortSignal;
}

async function rebuildOne({ service, db, transport, projection, say, signal }: One): Promise<void> {
  const bar = new ProgressBar(projection.name);
  const isWhole = await new Rebuild(service, db, transport, projection, silentLog).run(
    process.env['USER'] ?? 'operator',
    (at) => bar.show(at),
    signal,
  );
  const { done, now, seconds } = bar.end();
  if (!isWhole) throw new Sentence(`Stopped after ${done} records: ${service} applies no events until you say it again; it goes on there.`);
  say(`${projection.name} is whole: ${done} records in ${seconds.toFixed(1)} s, ${Math.round(now / Math.max(seconds, 0.001))} a second.`);
}

/** Which service and projections are meant; refuses what cannot be heard again. */
function chosen({ group, from, handler }: Options): Rebuildable & { service: ServiceName } {
  if (!group) throw new Sentence(`Which group? \`npm run events -- replay --group improvement --from 0\`.`);
  if (!SERVICES.includes(group as ServiceName)) throw new Sentence(`There is no group ${group}: say one of ${SERVICES.join(', ')}.`);
  if (from !== '0') throw new Sentence('A projection can only be built from the beginning: say --from 0.');
  const service = group as ServiceName;
  const found = REBUILDABLE[service];
  if (!found) throw new Sentence(`${service} has no projection: all that it hears, it acts upon, and that must not happen twice.`);
  if (handler === undefined) return { service, ...found };
  const projections = found.projections.filter((one) => one.name === handler || one.handlers.some(({ name }) => name === handler));
  if (projections.length > 0) return { service, ...found, projections };
  const names = found.projections.flatMap(({ handlers }) => handlers.map(({ name }) => name));
  throw new Sentence(`${handler} is no projection of ${service}, and what it does must not happen twice: say one of ${names.join(', ')}.`);
}

function transportOf({ log }: Target, db: DataSource, service: ServiceName): EventTransport {
  if (log?.events === 'postgres') return new PostgresTransport(db, silentLog);
  if (!log?.brokers) throw new Sentence('Which log? Give KAFKA_BROKERS, or EVENTS=postgres.');
  return new KafkaTransport({ brokers: log.brokers.split(','), access: log.access, clientId: `${service}-replay` }, silentLog);
}
