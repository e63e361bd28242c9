import path from 'node:path';
import { environmentFor } from './broker-access.mjs';
import { SCHEMA_OWNERS } from './database.mjs';
import { REPOSITORY } from './places.mjs';

/** The processes of the loop, in the order in which they stop: first the door. */
export const SERVICES = ['gateway', ...SCHEMA_OWNERS];

/** The environment of one service process on this machine: what a person chose in theirs or in .env, but for what belongs to the loop. */
export function serviceEnvironment(service, { ports, host, events, brokers, databaseUrls, secrets, settings }) {
  const everywhere = {
    NODE_ENV: 'production',
    HOST: service === 'gateway' ? host : '127.0.0.1',
    PORT: String(ports[service]),
    AUTH_AUDIENCE: settings.AUTH_AUDIENCE || 'redress',
    AUTH_DEVELOPMENT_ISSUER: settings.AUTH_DEVELOPMENT_ISSUER || 'on',
    AUTH_DEVELOPMENT_SECRET: secrets.token,
    TRACKING_SECRET: secrets.tracking,
    KAFKAJS_NO_PARTITIONER_WARNING: '1',
    // From Node 22.1 on the second start need not compile again; older ones do not know it.
    NODE_COMPILE_CACHE: path.join(REPOSITORY, 'node_modules/.cache/compiled'),
  };
  const own =
    service === 'gateway'
      ? Object.fromEntries(SCHEMA_OWNERS.map((owner) => [`${owner.toUpperCase()}_URL`, `http://127.0.0.1:${ports[owner]}`]))
      : {
          DATABASE_URL: databaseUrls[service],
          EVENTS: events,
          KAFKA_BROKERS: brokers ?? '',
          CURSOR_SECRET: secrets.cursor,
          MIGRATE_ON_START: 'true',
        };
  return { ...withoutJest(environmentFor(brokers, settings)), ...everywhere, ...own };
}

// A loop that a test starts must not inherit what makes its own process a test.
const withoutJest = (settings) => Object.fromEntries(Object.entries(settings).filter(([name]) => !/^(JEST_|NODE_OPTIONS$|npm_)/.test(name)));
