import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY } from './places.mjs';
import { Remedy } from './say.mjs';

/** The settings that say how the brokers of KAFKA_BROKERS let us in. */
export const ACCESS_SETTINGS = ['KAFKA_TLS', 'KAFKA_CA', 'KAFKA_SASL_MECHANISM', 'KAFKA_USERNAME', 'KAFKA_PASSWORD'];

const NAMES = ACCESS_SETTINGS.flatMap((name) => [name, `${name}_FILE`]);

/** The environment of a program that uses these brokers: how others are entered is not for those that a loop starts by itself. */
export function environmentFor(brokers, env) {
  if (brokers && brokers === env.KAFKA_BROKERS) return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !NAMES.includes(name)));
}

/** How these brokers let us in, for kafkajs; the services read the same settings in the same way. */
export async function brokerAccess(brokers, env = process.env) {
  const theirs = environmentFor(brokers, env);
  if (!NAMES.some((name) => theirs[name])) return {};
  const file = path.join(REPOSITORY, 'dist/libs/service-kit/src/index.js');
  if (!existsSync(file)) throw new Remedy('The services are not built: run `npm run build`.');
  const { readBrokerAccess } = await import(pathToFileURL(file).href);
  try {
    return readBrokerAccess(theirs);
  } catch (error) {
    throw error.name === 'ConfigFault' ? new Remedy(error.message) : error;
  }
}
