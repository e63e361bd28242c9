import os from 'node:os';

// Short enough to follow a rush, long enough to mean something: the kernel counts in hundredths of a second.
const WINDOW_MS = 300;

interface Counted {
  at: number;
  /** Milliseconds of all processors together since the machine started. */
  idle: number;
  all: number;
}

let before = count();
let share = 0;

/** How much of this machine's processors is in use, whoever uses them: 0 to 1, of the last fraction of a second or a little more; in a container, of its host. */
export function machineLoad(): number {
  if (performance.now() - before.at < WINDOW_MS) return share;
  const now = count();
  if (now.all > before.all) share = 1 - (now.idle - before.idle) / (now.all - before.all);
  before = now;
  return share;
}

function count(): Counted {
  const counted: Counted = { at: performance.now(), idle: 0, all: 0 };
  for (const { times } of os.cpus()) {
    counted.idle += times.idle;
    counted.all += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return counted;
}
