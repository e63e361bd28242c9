import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseBroker, startKafka } from './kafka.mjs';
import { createDatabase, createRoles } from './database.mjs';
import { chooseEvents, createEventLog, rememberEvents } from './events.mjs';
import { freePort, listenFault, urlAt } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { Remedy, step } from './say.mjs';
import { loopSecrets } from './secrets.mjs';
import { SERVICES, serviceEnvironment } from './service-environment.mjs';
import { startService } from './services.mjs';
import { endLeftovers, openState, refuseFullDisk, refuseSecondStart } from './state.mjs';
import { createTopics, topicsOfTheLoop } from './topics.mjs';

/** Refuses a port that somebody else listens on, or nobody can listen on, before anything is started. */
export async function refuseTakenPort(port, host = '127.0.0.1') {
  const fault = await listenFault(port, host);
  if (!fault) return;
  if (fault === 'EADDRINUSE')
    throw new Remedy(`Port ${port} is taken by another program: stop that program, or choose another port with \`PORT=${port + 10} npm start\`.`);
  if (fault === 'EACCES')
    throw new Remedy(`This account may not listen on port ${port}: choose one above 1023, for example \`PORT=8080 npm start\`.`);
  throw new Remedy(
    `HOST is "${host}", which is no address of this machine (${fault}): leave it away, or say for example \`HOST=0.0.0.0 npm start\`.`,
  );
}

/**
 * Starts the whole loop (database, broker, services, gateway) with all it keeps in `dataDir`; returns its addresses and a handle for every
 * part. When it fails, or `signal` aborts it, nothing is left running. `databaseUrl` and `kafkaBrokers` name servers that are there already;
 * `events` is 'kafka' or 'postgres', and what this machine has when it is absent.
 */
export async function startLoop(options) {
  const {
    port,
    host = '127.0.0.1',
    quiet = true,
    services = SERVICES,
    settings = process.env,
    signal,
    onGivingUp = () => {},
    heapMegabytes,
    tireless,
    preload,
  } = options;
  const dataDir = path.resolve(options.dataDir);
  refuseSecondStart(dataDir);
  refuseFullDisk(dataDir);
  await endLeftovers(dataDir);
  if (port) await refuseTakenPort(port, host);

  const { events } = chooseEvents({ dataDir, events: options.events, kafkaBrokers: options.kafkaBrokers });
  const state = openState(dataDir);
  const secrets = loopSecrets(dataDir);
  const loop = { dataDir, secrets, events, services: {}, postgres: undefined, kafka: undefined };
  loop.stop = stopOnce(loop, state);
  const aborted = () => void state.endAll();
  signal?.addEventListener('abort', aborted, { once: true });
  try {
    await startFoundations(loop, { ...options, dataDir, state, quiet, settings });
    rememberEvents(dataDir, events); // not before its log is there: a start that failed decides nothing
    const ports = Object.fromEntries(await Promise.all(SERVICES.map(async (name) => [name, name === 'gateway' && port ? port : await freePort()])));
    const urlOf = (name) => urlAt(ports[name], name === 'gateway' ? host : undefined);
    const shared = { ports, host, events, brokers: loop.brokers, databaseUrls: loop.databaseUrls, secrets, settings };
    const startOne = (name) => {
      const env = serviceEnvironment(name, shared);
      loop.services[name] = startService({
        name,
        url: urlOf(name),
        env,
        dataDir,
        heapMegabytes,
        tireless,
        preload,
        record: state.record,
        onGivingUp: (fault) => loop.ready && onGivingUp(fault),
      });
    };
    await step(
      'services',
      async () => {
        services.forEach(startOne);
        await Promise.all(Object.values(loop.services).map((service) => service.ready()));
      },
      { quiet },
    );
    signal?.throwIfAborted();
    publish(loop, { urls: Object.fromEntries(SERVICES.map((name) => [name, urlOf(name)])), state });
  } catch (error) {
    await loop.stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', aborted);
  }
  if (options.mend) for (const part of ['postgres', 'kafka']) void keepUp(loop, part, onGivingUp);
  return loop;
}

async function startFoundations(loop, { dataDir, state, quiet, durable = false, databaseUrl, kafkaBrokers, settings }) {
  const withKafka = loop.events === 'kafka';
  const choice = withKafka && !kafkaBrokers ? chooseBroker() : undefined;
  const database = async () => {
    if (!databaseUrl) loop.postgres = await startPostgres({ dataDir, password: loop.secrets.postgres, durable, record: state.record });
    loop.databaseUrl = databaseUrl ?? (await createDatabase(loop.postgres.adminUrl, 'redress'));
    loop.databaseUrls = await createRoles(loop.databaseUrl, loop.secrets.password);
    await createEventLog(loop.databaseUrl);
  };
  const broker = async () => {
    const topics = await topicsOfTheLoop();
    if (!kafkaBrokers) loop.kafka = await startKafka({ dataDir, choice, record: state.record });
    loop.brokers = kafkaBrokers ?? loop.kafka.brokers;
    await createTopics(loop.brokers, topics, { env: settings });
  };
  // Both to their end, even when one fails: what the other has just started must be known to be stopped.
  const steps = [step('database', database, { quiet }), ...(withKafka ? [step('broker', broker, { quiet })] : [])];
  const outcomes = await Promise.allSettled(steps);
  const fault = outcomes.find(({ status }) => status === 'rejected');
  if (fault) throw fault.reason;
}

/** What a program needs to play on a loop. */
export const loopEnvironment = ({ url, events, brokers, databaseUrl, secrets }) => ({
  REDRESS_URL: url,
  REDRESS_TOKEN_SECRET: secrets.token,
  EVENTS: events,
  ...(brokers ? { KAFKA_BROKERS: brokers } : {}),
  DATABASE_URL: databaseUrl,
});

function publish(loop, { urls, state }) {
  loop.url = urls.gateway;
  loop.urls = urls;
  loop.env = loopEnvironment(loop);
  loop.ready = true;
  const { url, events, brokers, databaseUrl, databaseUrls } = loop;
  state.ready({ url, urls, events, brokers, databaseUrl, databaseUrls });
}

// In the order in which nobody misses the other: the services hand over what they have, then the broker, then the database.
function stopOnce(loop, state) {
  let stopping;
  const stop = async () => {
    loop.stopping = true;
    await Promise.all(Object.values(loop.services).map((service) => service.stop()));
    await loop.kafka?.stop();
    await loop.postgres?.stop();
    await state.endAll();
    state.close();
  };
  return () => (stopping ??= stop());
}

/** Brings a broken database or broker back, as the services are brought back. */
async function keepUp(loop, part, onGivingUp) {
  const server = loop[part];
  for (let failures = 0; server && !loop.stopping;) {
    await server.exited();
    if (loop.stopping) return;
    try {
      await sleep(200 + failures * 1_000);
      if (!loop.stopping) await server.start();
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures >= 5) return onGivingUp(error);
    }
  }
}
