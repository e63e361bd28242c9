import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { clockOrderOf, clockTakenOf } from './inside/clock.js';
import { outcomeOf, type Of, type Outcome } from './trouble.js';
import { isAlive, type UnderTest } from './under-test.js';

/** The wall clock of a process jumps, and jumps back when the time of the fault is over. */
export async function jumpClock(system: UnderTest, { service, jumpMs, ms }: Of<'clock'>): Promise<Outcome> {
  const { pid } = system.loop.services[service];
  if (!isAlive(pid)) return 'already in trouble';
  const [order, taken] = [clockOrderOf(system.orders, pid), clockTakenOf(system.orders, pid)];
  let hasJumped = false;
  const done = await system.alone(`clock of ${service}`, async () => {
    writeFileSync(order, String(jumpMs));
    await sleep(ms);
    hasJumped = existsSync(taken);
    for (const file of [order, taken]) rmSync(file, { force: true });
  });
  return done && !hasJumped ? 'not reached' : outcomeOf(done);
}
