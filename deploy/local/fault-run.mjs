import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDatabase } from './database.mjs';
import { startKafka } from './kafka.mjs';
import { startLoop } from './loop.mjs';
import { REPOSITORY } from './places.mjs';
import { freePort, urlAt } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { loopSecrets } from './secrets.mjs';
import { serviceEnvironment } from './service-environment.mjs';
import { startService } from './services.mjs';
import { openState } from './state.mjs';

/** A Postgres and, unless it is left out, a broker, each reached only through whoever `standBetween` puts before it. */
export async function startServers({ dataDir, postgresDataDir = dataDir, withKafka, maxConnections, standBetween }) {
  const state = openState(dataDir);
  const servers = { postgres: undefined, kafka: undefined, brokers: undefined, databaseUrl: undefined, directUrl: undefined };
  servers.stop = async () => {
    await servers.kafka?.stop();
    await servers.postgres?.stop();
    await state.endAll();
    state.close();
  };
  try {
    const { postgres: password } = loopSecrets(dataDir);
    servers.postgres = await startPostgres({ dataDir: postgresDataDir, password, durable: true, maxConnections, record: state.record });
    servers.directUrl = await createDatabase(servers.postgres.adminUrl, 'redress');
    servers.databaseUrl = atPort(servers.directUrl, await standBetween('postgres', servers.postgres.port));
    if (withKafka) {
      const port = await freePort();
      const advertisedPort = await standBetween('kafka', port);
      servers.kafka = await startKafka({ dataDir, port, advertisedPort, record: state.record });
      servers.brokers = `127.0.0.1:${advertisedPort}`;
    }
    return servers;
  } catch (error) {
    await servers.stop();
    throw error;
  }
}

/** One more process of a service beside that of the loop; it shares its group and its outbox. */
export async function startReplica(loop, name, { settings, preload }) {
  const port = await freePort();
  const { events, brokers, databaseUrls, secrets, dataDir } = loop;
  const env = serviceEnvironment(name, { ports: { [name]: port }, host: '127.0.0.1', events, brokers, databaseUrls, secrets, settings });
  return startService({ name, url: urlAt(port), env, dataDir, tireless: true, preload });
}

/** The address of the same server behind another port of this machine. */
function atPort(address, port) {
  const url = new URL(address);
  url.port = String(port);
  return url.href;
}

/** The address of what a fault run puts into every service process. */
export const insideServices = pathToFileURL(path.join(REPOSITORY, 'dist/test/chaos/inside/index.js')).href;

/** What a fault run needs to begin. */
export const faultRunLauncher = { startServers, startReplica, startLoop, insideServices };
