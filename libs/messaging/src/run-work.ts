import type { DataSource } from 'typeorm';
import { crashPoint } from './crash-point.js';
import { appendToOutbox, partsOf } from './outbox.js';
import { delayFor, isTransient } from './retry-policy.js';
import { inTransaction, type Statement } from './transaction.js';
import { UnitOfWork } from './unit-of-work.js';
import { wakeRelay } from './wake-up.js';
import type { Work, WorkContext } from './work.js';

const ATTEMPTS = 4;

/** The `source` attribute of a service's events; its schema carries the service's name. */
export function sourceOf(db: DataSource): string {
  return `/redress/${(db.options as { schema?: string }).schema ?? 'unknown'}`;
}

/**
 * Runs one use case in one transaction: its changes and the events it emits are stored together, or not at all.
 * A deadlock or a serialization failure runs it again from the start (so it must not touch anything outside `work`);
 * every other error rolls back and is thrown on. `lastly` may add statements that belong to the same commit.
 */
export async function runWork<T>(
  db: DataSource,
  context: WorkContext,
  fn: (work: Work) => Promise<T>,
  lastly: (result: T) => readonly Statement[] = () => [],
): Promise<T> {
  return repeatingConflicts(() => runOnce(db, context, fn, lastly));
}

/** Runs a transaction again when it met another one in a deadlock or could not be serialized. */
export async function repeatingConflicts<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === ATTEMPTS || isTransient(error) !== 'conflict') throw error;
      await new Promise((resolve) => setTimeout(resolve, delayFor(attempt)));
    }
  }
}

async function runOnce<T>(
  db: DataSource,
  context: WorkContext,
  fn: (work: Work) => Promise<T>,
  lastly: (result: T) => readonly Statement[],
): Promise<T> {
  const { result, parts } = await inTransaction(db, async (runner) => {
    const work = new UnitOfWork(runner.manager, context);
    const result = await fn(work);
    const rows = work.outboxRows(sourceOf(db));
    return { result: { result, parts: partsOf(rows) }, last: [...work.stored, ...lastly(result), ...appendToOutbox(rows)] };
  });
  crashPoint('work.committed');
  wakeRelay(db, parts);
  return result;
}
