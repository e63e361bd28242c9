import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { dataFolder, REPOSITORY } from './places.mjs';
import { say } from './say.mjs';

// The loop end to end wants the machine for itself: it measures nothing, but it waits for what must happen in time.
const RUNS = [
  { name: 'unit-and-int', args: ['--selectProjects', 'unit', 'int'] },
  // Left to itself, Node 20 sometimes spins for ever in its own clean-up at the end (Environment::CleanupHandles): it is told to go.
  { name: 'e2e', args: ['--selectProjects', 'e2e', '--runInBand', '--forceExit'] },
];

/** Runs every test (or those that the words name) and says how many passed; returns the exit code. */
export async function runTests(words) {
  const folder = path.join(dataFolder(), 'tests');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const outcomes = [];
  for (const { name, args } of RUNS) {
    const file = path.join(folder, `${name}.json`);
    const code = await jest([...args, '--passWithNoTests', '--json', `--outputFile=${file}`, ...words]);
    outcomes.push(outcomeOf(file, code));
  }
  const { passed, failed } = sumOf(outcomes);
  say(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

/** What one run of jest says; a suite that could not run, and a run without a result, count as one failure. */
export function outcomeOf(file, code) {
  let result;
  try {
    result = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed || (code === 0 ? 0 : 1) };
}

/** The figures of several runs together. */
export const sumOf = (outcomes) =>
  outcomes.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), { passed: 0, failed: 0 });

function jest(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(REPOSITORY, 'node_modules/jest/bin/jest.js'), ...args], { cwd: REPOSITORY, stdio: 'inherit' });
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
    child.once('error', reject).once('exit', (code) => resolve(code ?? 130));
  });
}
