const SLOW_MS = 5_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** What became of one slice. */
export interface SliceOutcome {
  ms: number;
  /** No connection to the database could be had in time. */
  isStarved: boolean;
}

/**
 * When a consumer should stop fetching for a while: after a slice that took half of what a statement may take, or that got no
 * connection at all. Each further one doubles the pause; the first good one ends it.
 */
export class Overload {
  private strikes = 0;

  /** Milliseconds to wait before anything more is fetched; 0 when all is well. */
  pauseAfter({ ms, isStarved }: SliceOutcome): number {
    this.strikes = ms >= SLOW_MS || isStarved ? this.strikes + 1 : 0;
    return this.strikes === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (this.strikes - 1), LONGEST_PAUSE_MS);
  }
}

/** Did the pool have no connection to give, while the database itself is there? */
export function isStarved(error: unknown): boolean {
  const { code, message, driverError } = (error ?? {}) as { code?: unknown; message?: unknown; driverError?: unknown };
  if (driverError && driverError !== error) return isStarved(driverError);
  // 53300 too_many_connections; pg's pool says it in words.
  return code === '53300' || (typeof message === 'string' && /timeout exceeded when trying to connect/i.test(message));
}
