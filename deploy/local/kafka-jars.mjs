import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { KAFKA_VERSION, REPOSITORY } from './places.mjs';
import { runTool } from './processes.mjs';
import { Remedy } from './say.mjs';

const MARKER = 'complete';

/** The folder that keeps the broker's jars between installs and between repositories. */
export function jarFolder(env = process.env) {
  return path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'redress', `kafka-${KAFKA_VERSION}`);
}

/** Whether all jars that were fetched are still there. */
export function hasJars(folder) {
  try {
    return readFileSync(path.join(folder, MARKER), 'utf8').trim() === String(jarsIn(folder).length) && jarsIn(folder).length > 0;
  } catch {
    return false;
  }
}

const jarsIn = (folder) => readdirSync(folder).filter((name) => name.endsWith('.jar'));

/** Whether Maven is there to fetch what is missing. */
export const hasMaven = () => spawnSync('mvn', ['--version'], { stdio: 'ignore' }).status === 0;

/** Fetches the jars with Maven (a wrong checksum fails) into a folder beside, and moves it in when whole. */
export async function fetchJars({ dataDir, folder = jarFolder(), stop }) {
  if (hasJars(folder)) return folder;
  mkdirSync(path.dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}.`);
  const pom = path.join(REPOSITORY, 'deploy/kafka/pom.xml');
  const args = ['-B', '-C', '-q', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${fresh}`];
  try {
    await runTool('Fetching Apache Kafka with Maven', 'mvn', args, { cwd: fresh, logFile: path.join(dataDir, 'logs', 'maven.log'), stop });
    if (!jarsIn(fresh).length) throw new Remedy('Maven fetched no jar of Apache Kafka: check its settings and start again.');
    writeFileSync(path.join(fresh, MARKER), `${jarsIn(fresh).length}\n`);
    if (!hasJars(folder)) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh, folder);
    }
  } catch (error) {
    // Somebody else may have been faster: theirs is as good.
    if (!hasJars(folder)) throw error;
  } finally {
    if (existsSync(fresh)) rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}
