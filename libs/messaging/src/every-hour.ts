import { nameOf } from './error-class.js';
import type { MessagingLog } from './log.js';

const HOUR_MS = 3_600_000;

/**
 * Does something every hour, on every replica, until the returned function is called, which waits for a turn that runs. A turn that fails is
 * told in the words of `whatStays`, and comes again.
 */
export function everyHour(turn: () => Promise<unknown>, log: MessagingLog, whatStays: string): () => Promise<void> {
  let working: Promise<unknown> = Promise.resolve();
  const take = (): void => {
    working = turn().catch((error: unknown) => log.warn({ error: nameOf(error) }, `${whatStays} for another hour`));
  };
  const timer = setInterval(take, HOUR_MS).unref();
  return async () => {
    clearInterval(timer);
    await working;
  };
}
