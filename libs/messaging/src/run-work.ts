import type { DataSource } from 'typeorm';
import { appendToOutbox } from './outbox.js';
import { delayFor, isTransient } from './retry-policy.js';
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
 * every other error rolls back and is thrown on.
 */
export async function runWork<T>(db: DataSource, context: WorkContext, fn: (work: Work) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(db, context, fn);
    } catch (error) {
      if (attempt === ATTEMPTS || isTransient(error) !== 'conflict') throw error;
      await new Promise((resolve) => setTimeout(resolve, delayFor(attempt)));
    }
  }
}

async function runOnce<T>(db: DataSource, context: WorkContext, fn: (work: Work) => Promise<T>): Promise<T> {
  const runner = db.createQueryRunner();
  try {
    await runner.startTransaction();
    const work = new UnitOfWork(runner.manager, context);
    const result = await fn(work);
    const parts = await appendToOutbox(runner, work.outboxRows(sourceOf(db)));
    await runner.commitTransaction();
    wakeRelay(db, parts);
    return result;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined); // the first error tells more
    throw error;
  } finally {
    await runner.release();
  }
}
