import type { DataSource } from 'typeorm';
import type { Statement } from './transaction.js';
import { Refused, WorkCombiner, type Share } from './work-combiner.js';
import type { Work, WorkContext } from './work.js';

type Command = (work: Work) => Promise<unknown>;

const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * Runs commands about different things that are asked for at the same time in one transaction. A command may read and lock in
 * it, and writes by `work.store` and `work.emit` alone: so one that is refused has left nothing behind, and the others go on.
 */
export class CommandCombiner {
  private readonly combiner: WorkCombiner<Command, unknown>;

  constructor(db: DataSource) {
    this.combiner = new WorkCombiner(db, (_tx, shares) => runAll(shares));
  }

  /** Resolves when the command's changes are committed; commands of one `key` run one after the other. */
  run<T>(context: WorkContext, key: string, command: (work: Work) => Promise<T>, lastly?: (result: T) => readonly Statement[]): Promise<T> {
    return this.combiner.run(context, command, lastly as (result: unknown) => readonly Statement[], key) as Promise<T>;
  }
}

async function runAll(shares: readonly Share<Command>[]): Promise<unknown[]> {
  // All of them must have ended before the transaction may: a straggler would write after it.
  const outcomes = await Promise.allSettled(shares.map(({ work, input: command }) => command(work)));
  return outcomes.map((outcome) => {
    if (outcome.status === 'fulfilled') return outcome.value;
    const error: unknown = outcome.reason;
    if (isOfDatabase(error)) throw error; // the whole transaction is void
    return new Refused(error);
  });
}

function isOfDatabase(error: unknown): boolean {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: unknown };
  return driverError !== undefined || (typeof code === 'string' && SQLSTATE.test(code)) || /Connection terminated|not queryable/i.test(String(error));
}
