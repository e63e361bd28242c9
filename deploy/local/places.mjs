import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The Apache Kafka that runs everywhere: here, in the tests and in docker-compose.yml. */
export const KAFKA_VERSION = '4.4.0';

/** Where a loop of this repository keeps its database, broker, logs and secrets. */
export const dataFolder = (env = process.env) => path.resolve(REPOSITORY, env.REDRESS_DATA || '.data');
