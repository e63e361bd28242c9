import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 300;

export interface Patience {
  withinMs?: number;
  /** Errors after which it makes sense to ask again; all by default. */
  mayRepeat?: (error: unknown) => boolean;
}

/** Repeats what needs somebody who may be in trouble for a moment; throws its last error when the time is up. */
export async function untilDone<T>(ask: () => Promise<T>, { withinMs = 60_000, mayRepeat = () => true }: Patience = {}): Promise<T> {
  for (const until = Date.now() + withinMs; ; await sleep(PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > until || !mayRepeat(error)) throw error;
    }
  }
}
