import { NotNow } from './rebuilding.js';
import { isTransient, remedyFor } from './retry-policy.js';

/** Tries again while it is worth it; the error when the event must be parked. Throws when the slice must be given back. */
export async function untilDecided(attempt: () => Promise<void>): Promise<unknown> {
  const since = performance.now();
  for (let attempts = 1; ; attempts += 1) {
    try {
      await attempt();
      return undefined;
    } catch (error) {
      if (error instanceof NotNow) throw error;
      const remedy = remedyFor(isTransient(error), attempts, performance.now() - since);
      if (remedy === 'give-back') throw error;
      if (remedy === 'park') return error;
      await new Promise((resolve) => setTimeout(resolve, remedy.retryInMs));
    }
  }
}
