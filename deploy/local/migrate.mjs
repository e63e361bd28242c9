import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRoles, SCHEMA_OWNERS } from './database.mjs';
import { createEventLog } from './events.mjs';
import { REPOSITORY } from './places.mjs';
import { Remedy, step } from './say.mjs';
import { loopSecrets } from './secrets.mjs';
import { createTopics, topicsOfTheLoop } from './topics.mjs';

const built = (file) => import(pathToFileURL(path.join(REPOSITORY, 'dist', file)).href);

/**
 * Brings the database of DATABASE_URL (an administrator's address) to the state this version needs: a schema and a role per service, and
 * their migrations; the Postgres log; and the topics, when KAFKA_BROKERS is given. Running it again changes nothing.
 */
export async function migrate({ dataDir, env = process.env }) {
  if (!env.DATABASE_URL)
    throw new Remedy(
      'Say which database: DATABASE_URL=postgres://admin:…@host:5432/redress npm run migrate (a loop of `npm start` migrates by itself).',
    );
  const passwordOf = (service) => env[`${service.toUpperCase()}_DATABASE_PASSWORD`] || loopSecrets(dataDir).password(service);
  const urls = await createRoles(env.DATABASE_URL, passwordOf);
  for (const service of SCHEMA_OWNERS) await step(`migrations of ${service}`, () => migrateService(service, urls[service]));
  await step('event log', () => createEventLog(env.DATABASE_URL));
  if (env.KAFKA_BROKERS) await step('topics', async () => createTopics(env.KAFKA_BROKERS, await topicsOfTheLoop(), { env }));
}

/** Runs the pending migrations of one service as its own role. */
async function migrateService(service, url) {
  const file = `services/${service}/src/store/database.js`;
  if (!existsSync(path.join(REPOSITORY, 'dist', file))) throw new Remedy(`dist/${file} is not built: run \`npm run build\`.`);
  const { dataSourceFor, migrate: runMigrations } = await built('libs/service-kit/src/index.js');
  const { [`${service}Database`]: database } = await built(file);
  const source = dataSourceFor(database, { DATABASE_URL: url, DATABASE_POOL_SIZE: 2, DATABASE_STATEMENT_TIMEOUT_MS: 600_000 });
  await source.initialize();
  try {
    const done = await runMigrations(source);
    return done.length ? `${done.length} applied` : 'nothing to do';
  } finally {
    await source.destroy();
  }
}
