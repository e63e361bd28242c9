import path from 'node:path';
import { dataFolder, REPOSITORY } from './places.mjs';
import { runTool } from './processes.mjs';
import { explain, say, step } from './say.mjs';

const bin = (file) => path.join(REPOSITORY, 'node_modules', file);

const CHECKS = [
  { name: 'format', file: 'prettier/bin/prettier.cjs', args: ['--check', '--cache', '--log-level', 'warn', '.'] },
  { name: 'lint', file: 'oxlint/bin/oxlint', args: ['--type-aware', '--tsconfig', 'tsconfig.json', 'services', 'libs', 'test', 'deploy'] },
  { name: 'types', file: 'typescript-7/bin/tsc', args: ['-p', 'tsconfig.json', '--noEmit'] },
  {
    name: 'architecture and unit tests',
    file: 'jest/bin/jest.js',
    args: ['--selectProjects', 'unit', '--silent', '--reporters=summary', '--reporters=default'],
  },
];

/** What can be said about the code without a database, in under a minute; goes on after a fault, so that all of them are seen. */
export async function runChecks() {
  let faults = 0;
  for (const { name, file, args } of CHECKS) {
    const logFile = path.join(dataFolder(), 'logs', `check-${name.replaceAll(' ', '-')}.log`);
    try {
      await step(name, () => runTool(name, process.execPath, [bin(file), ...args], { cwd: REPOSITORY, logFile }));
    } catch (error) {
      faults += 1;
      say(explain(error));
    }
  }
  return faults ? 1 : 0;
}
