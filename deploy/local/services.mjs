import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { REPOSITORY } from './places.mjs';
import { startChild } from './processes.mjs';
import { Remedy } from './say.mjs';

const HEAP_MEGABYTES = 160;
// On one machine under load, whoever tells us something is answered first; what follows from it may take its time.
const NICENESS = { assignment: 10, resolution: 10, improvement: 10 };
const DELAYS_MS = [100, 500, 1_000, 2_000, 5_000];
// Who lived that long was well: the next crash counts as the first.
const WELL_AFTER_MS = 20_000;

/**
 * Starts a service process and keeps it alive: a crash or a kill -9 is mended at once, later ones after a growing pause.
 * When it cannot stay alive, `onGivingUp` is told in one sentence; with `tireless` it is brought back at once however often it dies.
 * `preload` is a module that its process loads before anything else.
 */
export function startService({
  name,
  url,
  env,
  dataDir,
  record = () => {},
  onGivingUp = () => {},
  heapMegabytes = HEAP_MEGABYTES,
  tireless = false,
  preload,
}) {
  const main = path.join(REPOSITORY, 'dist/services', name, 'src/main.js');
  const mark = `--loop=${dataDir}`;
  const args = [...(preload ? ['--import', preload] : []), '--enable-source-maps', `--max-old-space-size=${heapMegabytes}`, main, mark];
  let child;
  let wanted = true;
  let crashes = 0;
  let restarts = 0;
  let keeping;
  let hasWorked = false;
  let fault;

  const endOfLog = () => `the end of ${path.join(dataDir, 'logs', `${name}.log`)}:\n${readable(child.logTail(12))}`;
  const spawnOnce = () => {
    child = startChild({
      command: process.execPath,
      args,
      cwd: REPOSITORY,
      env,
      logFile: path.join(dataDir, 'logs', `${name}.log`),
      niceness: NICENESS[name],
    });
    record({ name, pid: child.pid, mark });
  };
  const keepAlive = async () => {
    while (wanted) {
      const since = Date.now();
      const how = await child.exited;
      if (!wanted) return;
      crashes = tireless || Date.now() - since > WELL_AFTER_MS ? 0 : crashes + 1;
      if (crashes > (hasWorked ? DELAYS_MS.length : 1)) {
        wanted = false;
        fault = new Remedy(`The service ${name} does not stay alive (${how.signal ?? `exit ${how.code}`}); ${endOfLog()}`);
        return onGivingUp(fault);
      }
      await sleep(DELAYS_MS[crashes === 0 ? 0 : crashes - 1]);
      if (!wanted) return;
      restarts += 1;
      spawnOnce();
    }
  };
  const start = () => {
    wanted = true;
    crashes = 0;
    spawnOnce();
    keeping = keepAlive();
  };
  start();

  const handle = {
    name,
    url,
    get pid() {
      return child.pid;
    },
    /** How often the process was started anew since the beginning. */
    get restarts() {
      return restarts;
    },
    /** kill -9 of the process that runs now; it comes back by itself. */
    kill: async (signal = 'SIGKILL') => {
      const victim = child;
      victim.signal(signal);
      if (signal === 'SIGKILL') await victim.exited;
    },
    /** Clean stop; it stays away until `start()`. Answers how the process ended. */
    stop: async () => {
      wanted = false;
      const how = await child.stop('SIGTERM', 12_000);
      await keeping;
      return how;
    },
    /** Starts it again after a stop and waits until it is ready. */
    start: async () => {
      if (!wanted) start();
      await handle.ready();
    },
    restart: async () => {
      await handle.stop();
      await handle.start();
    },
    /** Waits until the service says that it can work. */
    ready: async (withinMs = 60_000) => {
      const until = Date.now() + withinMs;
      let last = 'no answer';
      while (Date.now() < until) {
        if (!wanted) throw fault ?? new Remedy(`The service ${name} was stopped before it was ready.`);
        try {
          const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
          if (response.ok) {
            hasWorked = true;
            return;
          }
          last = `${response.status} ${await response.text()}`;
        } catch (error) {
          last = error.cause?.code ?? error.message;
        }
        await sleep(50);
      }
      throw new Remedy(`The service ${name} was not ready within ${withinMs / 1000} s (${last}); ${endOfLog()}`);
    },
  };
  return handle;
}

/** The lines of a service's log as a person reads them: level, message, the message of the fault. */
export function readable(log) {
  return log
    .split('\n')
    .map((line) => {
      try {
        const { level, msg, err } = JSON.parse(line);
        return `${level} ${msg}${err && !msg?.includes(err.message) ? `: ${err.message}` : ''}`;
      } catch {
        return line;
      }
    })
    .join('\n');
}
