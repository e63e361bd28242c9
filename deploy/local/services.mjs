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
 * `preload` is a module that its process loads before anything else; `record` hears of every process.
 */
export function startService(options) {
  const service = new Service(options);
  service.begin();
  return service;
}

class Service {
  #options;
  #child;
  #wanted = false;
  #crashes = 0;
  #restarts = 0;
  #keeping;
  #hasWorked = false;
  #fault;

  constructor({ record = () => {}, onGivingUp = () => {}, heapMegabytes = HEAP_MEGABYTES, tireless = false, ...options }) {
    this.#options = { record, onGivingUp, heapMegabytes, tireless, ...options };
  }

  get name() {
    return this.#options.name;
  }

  get url() {
    return this.#options.url;
  }

  get pid() {
    return this.#child.pid;
  }

  /** How often the process was started anew since the beginning. */
  get restarts() {
    return this.#restarts;
  }

  /** Starts its process, and another one whenever that ends by itself. */
  begin() {
    this.#wanted = true;
    this.#crashes = 0;
    this.#spawn();
    this.#keeping = this.#keepAlive();
  }

  /** kill -9 of the process that runs now; it comes back by itself. */
  async kill(signal = 'SIGKILL') {
    const victim = this.#child;
    victim.signal(signal);
    if (signal === 'SIGKILL') await victim.exited;
  }

  /** Clean stop; it stays away until `start()`. Answers how the process ended. */
  async stop() {
    this.#wanted = false;
    const how = await this.#child.stop('SIGTERM', 12_000);
    await this.#keeping;
    return how;
  }

  /** Starts it again after a stop and waits until it is ready. */
  async start() {
    if (!this.#wanted) this.begin();
    await this.ready();
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  /** Waits until the service says that it can work. */
  async ready(withinMs = 60_000) {
    const until = Date.now() + withinMs;
    let last = 'no answer';
    while (Date.now() < until) {
      if (!this.#wanted) throw this.#fault ?? new Remedy(`The service ${this.name} was stopped before it was ready.`);
      try {
        const response = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) });
        if (response.ok) {
          this.#hasWorked = true;
          return;
        }
        last = `${response.status} ${await response.text()}`;
      } catch (error) {
        last = error.cause?.code ?? error.message;
      }
      await sleep(50);
    }
    throw new Remedy(`The service ${this.name} was not ready within ${withinMs / 1000} s (${last}); ${this.#endOfLog()}`);
  }

  #spawn() {
    const { env, dataDir, heapMegabytes, preload, record } = this.#options;
    const main = path.join(REPOSITORY, 'dist/services', this.name, 'src/main.js');
    const mark = `--loop=${dataDir}`;
    this.#child = startChild({
      command: process.execPath,
      args: [...(preload ? ['--import', preload] : []), '--enable-source-maps', `--max-old-space-size=${heapMegabytes}`, main, mark],
      cwd: REPOSITORY,
      env,
      logFile: this.#logFile,
      niceness: NICENESS[this.name],
    });
    record({ name: this.name, pid: this.pid, mark });
  }

  async #keepAlive() {
    while (this.#wanted) {
      const since = Date.now();
      const how = await this.#child.exited;
      if (!this.#wanted) return;
      this.#crashes = this.#options.tireless || Date.now() - since > WELL_AFTER_MS ? 0 : this.#crashes + 1;
      if (this.#crashes > (this.#hasWorked ? DELAYS_MS.length : 1)) return this.#giveUp(how);
      await sleep(DELAYS_MS[Math.max(0, this.#crashes - 1)]);
      if (!this.#wanted) return;
      this.#restarts += 1;
      this.#spawn();
    }
  }

  #giveUp(how) {
    this.#wanted = false;
    this.#fault = new Remedy(`The service ${this.name} does not stay alive (${how.signal ?? `exit ${how.code}`}); ${this.#endOfLog()}`);
    this.#options.onGivingUp(this.#fault);
  }

  #endOfLog() {
    return `the end of ${this.#logFile}:\n${readable(this.#child.logTail(12))}`;
  }

  get #logFile() {
    return path.join(this.#options.dataDir, 'logs', `${this.name}.log`);
  }
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
