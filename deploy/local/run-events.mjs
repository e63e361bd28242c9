import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brokerAccess } from './broker-access.mjs';
import { SCHEMA_OWNERS } from './database.mjs';
import { dataFolder, REPOSITORY } from './places.mjs';
import { Remedy, say } from './say.mjs';
import { loopSecrets } from './secrets.mjs';
import { setUp } from './set-up.mjs';
import { runningLoop } from './state.mjs';
import { developmentToken } from './token.mjs';

/** Shows and mends what got stuck between the services; returns the exit code. */
export async function runEvents(words) {
  await setUp({ dataDir: dataFolder(), withBroker: false });
  const built = await import(pathToFileURL(path.join(REPOSITORY, 'dist/deploy/events/main.js')).href);
  return built.runEvents(words, targetFor, (line) => process.stdout.write(`${line}\n`), say);
}

/** The installation that `--url` and `--token` (or REDRESS_URL and REDRESS_TOKEN) name, else the loop of this folder. */
async function targetFor({ url = process.env.REDRESS_URL, token = process.env.REDRESS_TOKEN }) {
  if (url && !URL.canParse(url)) throw new Remedy(`--url ${url} is no address: say for example --url https://redress.example.org.`);
  if (url && !token) throw new Remedy('An installation elsewhere needs --token as well: one of somebody with the role admin.');
  if (url) return { url, token, ...(await elsewhere()) };
  const loop = runningLoop(dataFolder());
  if (!loop) throw new Remedy('No loop runs here: start it with `npm start`, or name an installation with --url and --token.');
  const { token: secret } = loopSecrets(dataFolder());
  const own = await developmentToken({
    secret,
    roles: ['admin'],
    name: process.env.USER || 'Operator',
    audience: process.env.AUTH_AUDIENCE || 'redress',
    hours: 1,
  });
  return { url: loop.url, token: own, databaseUrls: loop.databaseUrls, log: await logOf(loop) };
}

// Each service's own address, as its process has it: IMPROVEMENT_DATABASE_URL=… beside KAFKA_BROKERS or EVENTS=postgres.
async function elsewhere() {
  const named = SCHEMA_OWNERS.map((service) => [service, process.env[`${service.toUpperCase()}_DATABASE_URL`]]);
  return {
    databaseUrls: Object.fromEntries(named.filter(([, url]) => url)),
    log: await logOf({ events: process.env.EVENTS, brokers: process.env.KAFKA_BROKERS }),
  };
}

const logOf = async ({ events, brokers }) => ({ events, brokers, access: await brokerAccess(brokers) });
