import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { roleOf, SCHEMA_OWNERS, withClient } from './database.mjs';
import { chooseBroker } from './kafka.mjs';
import { REPOSITORY } from './places.mjs';
import { Remedy } from './say.mjs';

const KINDS = ['kafka', 'postgres'];

/**
 * Where the events of a folder's loop go: as `events` says, else where they went the last time, else to Kafka where a broker can be had, and
 * on a machine where none can, to the log in Postgres. `note` is one line for the person when that is not what they may expect.
 */
export function chooseEvents({ dataDir, events, kafkaBrokers, findBroker = chooseBroker }) {
  if (events && !KINDS.includes(events)) throw new Remedy(`EVENTS is "${events}": say ${KINDS.join(' or ')}.`);
  const before = eventsOf(dataDir);
  const chosen = events || (kafkaBrokers ? 'kafka' : before);
  if (chosen)
    return {
      events: chosen,
      note: before && before !== chosen ? `! events go to ${chosen} from now on; what ${before} holds unread stays there` : undefined,
    };
  try {
    findBroker();
    return { events: 'kafka' };
  } catch (error) {
    if (!(error instanceof Remedy)) throw error;
    return {
      events: 'postgres',
      note: '✓ no Java with Maven and no Docker here: events go through the Postgres log (EVENTS=kafka says what to install)',
    };
  }
}

/** Where the events of this folder went the last time; undefined in a fresh one. */
export function eventsOf(dataDir) {
  try {
    return readFileSync(path.join(dataDir, 'events'), 'utf8').trim();
  } catch {
    return existsSync(path.join(dataDir, 'kafka')) ? 'kafka' : undefined;
  }
}

/** Writes down where the events of this folder go: a later start must find what was not read yet. */
export function rememberEvents(dataDir, events) {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(path.join(dataDir, 'events'), `${events}\n`);
}

/** Makes the Postgres log in a database whose roles are there, or brings it up to date; running it again changes nothing. */
export async function createEventLog(adminUrl, services = SCHEMA_OWNERS) {
  const file = path.join(REPOSITORY, 'dist/libs/messaging/src/store/event-log.js');
  if (!existsSync(file)) throw new Remedy('The event log is not built: run `npm run build`.');
  // In a process of its own: tests that start a loop run in Jest, which cannot load what is built.
  const script = `import { eventLogSchema } from ${JSON.stringify(pathToFileURL(file).href)}; process.stdout.write(eventLogSchema(process.argv.slice(1)))`;
  const { stdout: sql } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, ...services.map(roleOf)]);
  await withClient(adminUrl, async (client) => {
    await client.query('begin');
    await client.query("select pg_advisory_xact_lock(hashtext('redress event log'))");
    await client.query(sql);
    await client.query('commit');
  });
}
