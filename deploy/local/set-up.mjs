import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprint, isInstalled, orphansIn, sourcesIn } from './fresh.mjs';
import { chooseBroker, fetchBroker } from './kafka.mjs';
import { hasJars, jarFolder } from './kafka-jars.mjs';
import { REPOSITORY } from './places.mjs';
import { commandLine, isAlive, runTool } from './processes.mjs';
import { Remedy, step } from './say.mjs';

const FOLDERS = ['services', 'libs', 'test/story', 'test/bench', 'test/chaos', 'deploy/generate', 'deploy/events'];
const FILES = ['nest-cli.json', 'tsconfig.json', '.swcrc', 'package.json'];
const at = (file) => path.join(REPOSITORY, file);

/** Refuses a Node that cannot run the product. */
export function refuseOldNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Remedy(`Redress needs Node 20.19 or newer, this is ${version}: install a newer one (https://nodejs.org) and start again.`);
}

/** Does what a fresh clone needs and nothing that is done already: dependencies, build, broker. */
export async function setUp({ dataDir, withBroker = true, stop }) {
  await alone(dataDir, stop, async () => {
    if (!isInstalled(readJson('package-lock.json'), readJson('node_modules/.package-lock.json')))
      await step('dependencies', () => install(dataDir, stop));
    const now = fingerprint(REPOSITORY, FOLDERS, FILES);
    if (!existsSync(at('dist/.built')) || readFileSync(at('dist/.built'), 'utf8') !== now)
      await step('build', () => build(dataDir, { state: now, stop }));
  });
  if (!withBroker) return;
  const choice = chooseBroker();
  if (choice.way === 'java' && !hasJars(jarFolder())) await step('Apache Kafka', () => fetchBroker(choice, { dataDir, stop }));
}

/** Builds all services and libs, and removes from dist what has no source any more. */
export async function build(dataDir, { state = fingerprint(REPOSITORY, FOLDERS, FILES), stop } = {}) {
  rmSync(at('dist/.built'), { force: true });
  await runTool('The build', process.execPath, [at('node_modules/@nestjs/cli/bin/nest.js'), 'build', '--all', '-b', 'swc'], {
    cwd: REPOSITORY,
    logFile: path.join(dataDir, 'logs', 'build.log'),
    stop,
  });
  const built = existsSync(at('dist')) ? readdirSync(at('dist'), { recursive: true }).filter((file) => /\.js(\.map)?$/.test(file)) : [];
  const sources = FOLDERS.flatMap((folder) => sourcesIn(REPOSITORY, folder));
  for (const orphan of orphansIn(built, sources)) rmSync(path.join(at('dist'), orphan));
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(at('dist/.built'), state);
}

async function install(dataDir, stop) {
  const logFile = path.join(dataDir, 'logs', 'install.log');
  await runTool('Installing the dependencies', 'npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
    cwd: REPOSITORY,
    logFile,
    stop,
  });
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(at(file), 'utf8'));
  } catch {
    return undefined;
  }
}

// Two commands at once in one folder (a start and a test) must not install over each other.
async function alone(dataDir, stop, work) {
  const lock = path.join(dataDir, 'set-up.lock');
  mkdirSync(dataDir, { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = Number(readFileSync(lock, 'utf8') || 0);
      if (!holder || !isAlive(holder) || !commandLine(holder).includes('cli.mjs')) rmSync(lock, { force: true });
      else await sleep(200, undefined, { signal: stop });
    }
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}
