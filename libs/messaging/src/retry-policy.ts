/** Why an attempt may be worth repeating: two writers met and one must begin again, a lock took too long, the database is away, or neither. */
export type Transience = 'conflict' | 'waited-too-long' | 'outage' | false;

// SQLSTATE: 40001 serialization_failure, 40P01 deadlock_detected.
const CONFLICT = new Set(['40001', '40P01']);
// 55P03 lock_not_available, 57014 query_canceled (statement timeout).
const WAITED_TOO_LONG = new Set(['55P03', '57014']);
// 57P01..57P03 shutdown or starting up; class 53 lacks something that everybody needs (disk, memory, connections), class 08 a connection.
const OUTAGE = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

/** Tells transient errors from permanent ones by their SQLSTATE or socket code. */
export function isTransient(error: unknown): Transience {
  const { code, driverError, message } = (error ?? {}) as { code?: unknown; driverError?: unknown; message?: unknown };
  if (typeof code === 'string') {
    if (CONFLICT.has(code)) return 'conflict';
    if (WAITED_TOO_LONG.has(code)) return 'waited-too-long';
    if (OUTAGE.has(code) || /^(08|53)...$/.test(code)) return 'outage';
  }
  if (driverError && driverError !== error) return isTransient(driverError);
  // pg gives no code for a connection that dies or cannot be had in time.
  if (
    typeof message === 'string' &&
    /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(message)
  )
    return 'outage';
  return false;
}

/** Milliseconds for which an event that meets a conflict is tried again before its key is parked. */
const RETRY_FOR_MS = 5_000;

/** What to do about an event that could not be applied: try again after a pause, park its key, or give the whole slice back because the database is away. */
export type Remedy = { retryInMs: number } | 'park' | 'give-back';

/** Decides after the given number of attempts and milliseconds since the first. */
export function remedyFor(transience: Transience, attempts: number, elapsedMs: number): Remedy {
  if (transience === 'outage') return 'give-back';
  if (!transience) return 'park';
  const retryInMs = Math.min(delayFor(attempts), 1_000);
  return elapsedMs + retryInMs <= RETRY_FOR_MS ? { retryInMs } : 'park';
}

/** Milliseconds to wait before attempt `attempt + 1`: 25, 50, 100 … at most 5,000. */
export function delayFor(attempt: number): number {
  return Math.min(25 * 2 ** (attempt - 1), 5_000);
}

/** Attempts of a parked event before it is given up as dead: then its key waits for a person. */
export const DEAD_AFTER_ATTEMPTS = 12;

/** Milliseconds until a parked key is tried again: 1 s doubling to 1 h. */
export function parkedDelayFor(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.max(0, attempts - 1), 3_600_000);
}
