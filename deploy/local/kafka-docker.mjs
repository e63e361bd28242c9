import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brokerAnswers } from './broker-answers.mjs';
import { KAFKA_VERSION, REPOSITORY } from './places.mjs';
import { freePort } from './ports.mjs';
import { Remedy } from './say.mjs';

const docker = (...args) => spawnSync('docker', args, { encoding: 'utf8' });

/** Whether a Docker engine answers; a client without an engine does not help. */
export const dockerAnswers = () => docker('info', '--format', '{{.ServerVersion}}').status === 0;

/** The settings of deploy/kafka/server.properties in the form the official image reads: `node.id` becomes KAFKA_NODE_ID. */
export function imageEnvironment(properties, { port }) {
  const settings = Object.fromEntries(
    properties
      .split('\n')
      .filter((line) => /^[a-z]/.test(line))
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  const inside = {
    ...settings,
    listeners: `PLAINTEXT://0.0.0.0:${port},CONTROLLER://127.0.0.1:29093`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.quorum.voters': '1@127.0.0.1:29093',
    'log.dirs': '/var/lib/kafka/data',
  };
  return Object.entries(inside).map(([name, value]) => `KAFKA_${name.toUpperCase().replaceAll('.', '_')}=${value}`);
}

/** The same broker from the official image, for a machine with Docker and no Java. */
export async function startKafkaInDocker({ dataDir }) {
  const name = `redress-kafka-${createHash('sha256').update(dataDir).digest('hex').slice(0, 10)}`;
  const port = await freePort();
  const properties = readFileSync(path.join(REPOSITORY, 'deploy/kafka/server.properties'), 'utf8');
  const environment = imageEnvironment(properties, { port }).flatMap((entry) => ['-e', entry]);
  docker('rm', '-f', name);
  const mount = ['-p', `127.0.0.1:${port}:${port}`, '-v', `${name}:/var/lib/kafka/data`];
  const { status, stderr } = docker('create', '--name', name, ...mount, ...environment, `apache/kafka:${KAFKA_VERSION}`);
  if (status !== 0) throw new Remedy(`Docker could not create the broker: ${stderr.trim().split('\n').at(-1)}`);
  const running = () => docker('inspect', '-f', '{{.State.Running}}', name).stdout.trim() === 'true';
  const start = async () => {
    docker('start', name);
    await brokerAnswers(`127.0.0.1:${port}`, running);
    if (!running()) throw new Remedy(`Kafka did not start in Docker; see \`docker logs ${name}\`.`);
  };
  await start();
  return {
    brokers: `127.0.0.1:${port}`,
    pid: undefined,
    start,
    exited: () => new Promise(() => {}),
    stop: async () => void docker('stop', '-t', '15', name),
    kill: async () => void docker('kill', name),
    logTail: (lines) => docker('logs', '--tail', String(lines), name).stdout,
  };
}
