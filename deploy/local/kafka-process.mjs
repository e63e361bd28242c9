import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brokerAnswers } from './broker-answers.mjs';
import { REPOSITORY } from './places.mjs';
import { freePort } from './ports.mjs';
import { runTool, startChild } from './processes.mjs';
import { Remedy } from './say.mjs';

// Small and quick to start rather than quick at full load: one machine, one person.
const JVM = ['-Xms128m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Xlog:cds=off', '-Xlog:cds+dynamic=off'];

/**
 * One Apache Kafka broker as a child process; the same ports and data through every stop and start. With `advertisedPort` it tells its clients
 * to come that way: to somebody who stands between. `settings` are lines that come after ours, `users` those whom SCRAM lets in.
 */
export async function startKafkaProcess({ dataDir, java, jars, record, port: givenPort, advertisedPort, settings = '', users = [] }) {
  const folder = path.join(dataDir, 'kafka');
  const logFile = path.join(dataDir, 'logs', 'kafka.log');
  const properties = path.join(folder, 'server.properties');
  const classPath = path.join(jars, '*');
  mkdirSync(folder, { recursive: true });
  const port = givenPort ?? (await freePort(portOfLastTime(properties, 'PLAINTEXT')));
  const controllerPort = await freePort(portOfLastTime(properties, 'CONTROLLER'));
  const values = { port, controllerPort, advertisedPort: advertisedPort ?? port, dataDir: path.join(folder, 'log') };
  writeFileSync(properties, fillIn(values, settings));
  const log4j = `-Dlog4j2.configurationFile=${path.join(REPOSITORY, 'deploy/kafka/log4j2.xml')}`;
  await format({ folder, properties, java, classPath, log4j, logFile, users });

  const archive = path.join(jars, `classes-${java.build.replaceAll(/[^\w.+-]/g, '_')}.jsa`);
  let broker;
  let archiving;
  const start = async () => {
    archiving = existsSync(archive) ? undefined : path.join(folder, 'classes.jsa');
    const share = archiving ? `-XX:ArchiveClassesAtExit=${archiving}` : `-XX:SharedArchiveFile=${archive}`;
    const args = [...JVM, share, log4j, '-cp', classPath, 'kafka.Kafka', properties];
    broker = startChild({ command: java.command, args, cwd: folder, env: inUtf8(), logFile });
    record({ name: 'kafka', pid: broker.pid, mark: properties });
    await brokerAnswers(`127.0.0.1:${port}`, () => broker.running);
    if (!broker.running) throw new Remedy(`Kafka did not start; the end of its log:\n${broker.logTail(8)}`);
  };
  await start();
  return {
    brokers: `127.0.0.1:${port}`,
    get pid() {
      return broker.pid;
    },
    start,
    exited: () => broker.exited,
    /** Clean shutdown; the first one also writes the archive of classes that makes later starts twice as quick. */
    async stop() {
      await broker.stop('SIGTERM', 15_000);
      if (archiving && existsSync(archiving)) moveIn(archiving, archive);
    },
    /** As when the machine takes the process away. */
    kill: () => broker.stop('SIGKILL'),
    logTail: (lines) => broker.logTail(lines),
  };
}

function fillIn(values, settings) {
  const lines = `${readFileSync(path.join(REPOSITORY, 'deploy/kafka/server.properties'), 'utf8')}${settings}`;
  return lines.replaceAll(/<(\w+)>/g, (_, name) => inProperties(values[name]));
}

/** A value as Java reads it in a file of properties: as Latin-1, where a backslash begins something else. */
export function inProperties(value) {
  return String(value)
    .replaceAll('\\', '\\\\')
    .replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// Java finds a folder whose name is more than ASCII only where the locale says how names are written.
const inUtf8 = () => ({ ...process.env, LC_ALL: 'C.UTF-8' });

function portOfLastTime(properties, listener) {
  if (!existsSync(properties)) return undefined;
  return Number(readFileSync(properties, 'utf8').match(new RegExp(`^listeners=.*${listener}://127\\.0\\.0\\.1:(\\d+)`, 'm'))?.[1]) || undefined;
}

async function format({ folder, properties, java, classPath, log4j, logFile, users }) {
  if (existsSync(path.join(folder, 'log', 'meta.properties'))) return;
  const tool = [...JVM, log4j, '-cp', classPath, 'kafka.tools.StorageTool'];
  const id = execFileSync(java.command, [...tool, 'random-uuid'], { encoding: 'utf8', env: inUtf8() })
    .trim()
    .split('\n')
    .at(-1);
  const scram = users.flatMap((user) => ['--add-scram', user]);
  await runTool('Formatting the data of Kafka', java.command, [...tool, 'format', '-t', id, '-c', properties, '--ignore-formatted', ...scram], {
    cwd: folder,
    env: inUtf8(),
    logFile,
  });
}

// Cache and data may lie on different disks: copy beside, then rename, so that nobody ever reads half an archive.
function moveIn(from, to) {
  const beside = `${to}.${process.pid}`;
  try {
    copyFileSync(from, beside);
    renameSync(beside, to);
  } catch {
    // An archive only saves time.
    rmSync(beside, { force: true });
  }
  rmSync(from, { force: true });
}
