import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 300;

/** Repeats what needs somebody who may be in trouble for a moment; throws its last error when the time is up. */
export async function untilDone<T>(ask: () => Promise<T>, withinMs = 60_000): Promise<T> {
  for (const until = Date.now() + withinMs; ; await sleep(PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
