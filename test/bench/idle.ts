import { setTimeout as wait } from 'node:timers/promises';
import type { BenchRun } from './loop-under-test.js';
import { familySeconds } from './processes.js';

const SETTLE_SECONDS = 15;

/** CPU that the whole loop takes while nobody does anything, in milliseconds a second. */
export async function benchIdle({ loop, seconds, say }: BenchRun): Promise<void> {
  say('\nIdle');
  const roots = [
    ...Object.values(loop.services).map(({ name, pid }) => ({ name, pid })),
    { name: 'postgres', pid: loop.postgres.pid },
    { name: 'kafka', pid: loop.kafka?.pid },
  ].flatMap(({ name, pid }) => (pid === undefined ? [] : [{ name, pid }]));
  const used = (): number[] => roots.map(({ pid }) => familySeconds(pid));
  await wait(SETTLE_SECONDS * 1_000);
  const before = used();
  const length = Math.max(seconds, 10);
  await wait(length * 1_000);
  const perSecond = used().map((now, i) => ((now - before[i]!) / length) * 1_000);
  roots.forEach(({ name }, i) => say(`  ${name.padEnd(12)} ${perSecond[i]!.toFixed(1).padStart(6)} ms of CPU a second`));
  say(
    `  ${'altogether'.padEnd(12)} ${perSecond
      .reduce((sum, each) => sum + each, 0)
      .toFixed(1)
      .padStart(6)} ms of CPU a second`,
  );
}
