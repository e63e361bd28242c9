import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningService } from '../../deploy/local/loop.mjs';
import { outcomeOf, type Of, type Outcome } from './trouble.js';
import { isAlive, signalTo, type UnderTest } from './under-test.js';

const CRASH_WITHIN_MS = 4_000;

/** kill -9; who is dead already cannot be killed. */
export async function kill(system: UnderTest, { service }: Pick<Of<'kill'>, 'service'>): Promise<Outcome> {
  const handle = system.loop.services[service];
  if (!isAlive(handle.pid)) return 'already in trouble';
  await handle.kill('SIGKILL');
  return 'done';
}

/** Lets a process end itself at a point of its work; one that does not come there is killed where it is. */
export async function crash(system: UnderTest, { service, point }: Of<'crash'>): Promise<Outcome> {
  const { pid } = system.loop.services[service];
  if (!isAlive(pid)) return 'already in trouble';
  const order = path.join(system.orders, String(pid));
  writeFileSync(order, point);
  for (const until = Date.now() + CRASH_WITHIN_MS; Date.now() < until && isAlive(pid);) await sleep(25);
  const crashed = !isAlive(pid);
  rmSync(order, { force: true });
  if (crashed) return 'done';
  return (await kill(system, { service })) === 'done' ? 'killed elsewhere' : 'not reached';
}

/** A process stands still, thinks that no time has passed, and goes on. */
export async function freezeService(system: UnderTest, { service, ms }: Of<'freeze'>): Promise<Outcome> {
  return outcomeOf(await system.alone(service, () => freeze(system, system.loop.services[service].pid, ms)));
}

/** A service is asked to leave, and comes back. */
export async function leave(system: UnderTest, { service }: Of<'leave'>): Promise<Outcome> {
  const handle = system.loop.services[service];
  const done = await system.alone(service, async () => {
    const wasWell = !system.isServerInTrouble && isAlive(handle.pid);
    const noted = system.stops.length;
    await system.leave(handle);
    // With a server away nobody can finish in time, and a kill in the same moment is not its fault.
    if (!wasWell || system.isServerInTrouble || system.stops[noted]?.code === null) system.stops.splice(noted, 1);
    void handle.start().catch(() => undefined);
  });
  return outcomeOf(done);
}

/** A second process of a service works beside the first for a while. */
export async function replica(system: UnderTest, { service, ms, ends }: Of<'replica'>): Promise<Outcome> {
  if (system.away.has(service)) return 'already in trouble';
  const second: RunningService = await system.startReplica(service);
  await sleep(ms);
  if (!system.replicas.delete(second)) return 'done';
  if (ends === 'SIGKILL') await second.kill('SIGKILL');
  await second.stop();
  return 'done';
}

/** Stops a process in the middle of whatever it does, and lets it go on. */
export async function freeze(system: UnderTest, pid: number, ms: number): Promise<void> {
  system.frozen.add(pid);
  signalTo(pid, 'SIGSTOP');
  await sleep(ms);
  signalTo(pid, 'SIGCONT');
  system.frozen.delete(pid);
}
