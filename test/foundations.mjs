import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startKafka } from '../deploy/local/kafka.mjs';
import { startPostgres } from '../deploy/local/postgres.mjs';
import { endAbandoned, openState } from '../deploy/local/state.mjs';

const started = (globalThis.__FOUNDATIONS__ ??= {});

/**
 * Gives the tests of one kind a throw-away Postgres (an administrator's address in DATABASE_URL) and, only when one of those that will run
 * asks for KAFKA_BROKERS, a real Kafka. Servers that these variables already name are used instead.
 */
export async function startFoundations(suffix, { testPathPatterns }, { rootDir }) {
  started.folder ??= await newFolder();
  started.state ??= openState(started.folder);
  const { folder: dataDir, state } = started;
  if (!process.env.DATABASE_URL) {
    started.postgres = await startPostgres({ dataDir, password: 'test', durable: false, record: state.record });
    process.env.DATABASE_URL = started.postgres.adminUrl;
  }
  if (!process.env.KAFKA_BROKERS && specsAskForKafka(rootDir, suffix, testPathPatterns?.patterns ?? [])) {
    started.kafka = await startKafka({ dataDir, record: state.record });
    process.env.KAFKA_BROKERS = started.kafka.brokers;
  }
}

/** Stops what was started and removes its data. */
export async function stopFoundations() {
  const { folder, state, kafka, postgres } = started;
  await kafka?.stop();
  await postgres?.stop();
  state?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
  for (const name of Object.keys(started)) delete started[name];
}

async function newFolder() {
  await endAbandoned(os.tmpdir());
  return mkdtempSync(path.join(os.tmpdir(), 'redress-test-'));
}

function specsAskForKafka(rootDir, suffix, patterns) {
  const chosen = patterns.map((pattern) => new RegExp(pattern, 'i'));
  return ['services', 'libs', 'test'].some((folder) =>
    readdirSync(path.join(rootDir, folder), { recursive: true })
      .map((file) => path.join(rootDir, folder, file))
      .filter((file) => file.endsWith(suffix) && (!chosen.length || chosen.some((pattern) => pattern.test(file))))
      .some((file) => readFileSync(file, 'utf8').includes('KAFKA_BROKERS')),
  );
}
