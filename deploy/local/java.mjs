import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** The oldest Java that runs the broker. */
export const OLDEST_JAVA = 17;

/** The major version in what `java -version` prints: 17 of `openjdk version "17.0.15"`, 8 of `java version "1.8.0_292"`. */
export function javaMajor(printed) {
  const [, first, second] = printed.match(/version "(\d+)(?:\.(\d+))?/) ?? [];
  if (first === undefined) return undefined;
  return Number(first === '1' ? second : first);
}

/** A Java that is new enough: the one of JAVA_HOME, else the one on the PATH; with what was found when none is. */
export function findJava(env = process.env) {
  const candidates = [...(env.JAVA_HOME ? [path.join(env.JAVA_HOME, 'bin', 'java')] : []), 'java'];
  const found = [];
  for (const command of candidates) {
    const { status, stderr, stdout } = spawnSync(command, ['-version'], { env, encoding: 'utf8' });
    const major = status === 0 ? javaMajor(`${stderr}${stdout}`) : undefined;
    if (major >= OLDEST_JAVA) return { command, major, build: (stderr || stdout).match(/build ([^)\s,]+)/)?.[1] ?? String(major) };
    if (major) found.push(`${command} is Java ${major}`);
  }
  return { found };
}
