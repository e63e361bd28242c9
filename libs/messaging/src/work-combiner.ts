import type { DataSource, EntityManager } from 'typeorm';
import { crashPoint } from './crash-point.js';
import { machineLoad } from './machine-load.js';
import { appendToOutbox, partsOf } from './outbox.js';
import { isTransient } from './retry-policy.js';
import { repeatingConflicts, sourceOf } from './run-work.js';
import { inTransaction, mergeStatements, type Statement } from './transaction.js';
import { UnitOfWork } from './unit-of-work.js';
import { wakeRelay } from './wake-up.js';
import type { Work, WorkContext } from './work.js';

/** One caller's share of a combined transaction. */
export interface Share<Input> {
  readonly work: Work;
  readonly input: Input;
}

/** The outcome of a share that was refused and left nothing behind: its error is its caller's alone. */
export class Refused {
  constructor(readonly error: unknown) {}
}

interface Asked<Input, Result> {
  key: string | undefined;
  context: WorkContext;
  input: Input;
  lastly: (result: Result) => readonly Statement[];
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

const MOST_TOGETHER = 64;
// One is being stored while the next one gathers; only when it takes that long does another begin beside it, so that a slow one
// does not hold up everybody.
const SLOW_MS = 100;
const AT_ONCE = 3;
// While less than this share of the machine is in use, database and process had better work at once than share more.
const BUSY = 0.8;
// On a busy machine those whom one transaction answered may share the next one when they ask again within this time.
const GATHER_MS = 3;
// Two take turns, and whoever asks alone is not kept waiting.
const MANY = 3;

/**
 * Runs one use case for whoever asks at the same time in one transaction (group commit): at a trickle everybody has their
 * own, under load the cost of a transaction is shared. When a shared one fails, each share runs again alone, so that
 * nobody's fault becomes another's; not when the database went away, because then it may be stored all the same. `fn` answers
 * one result per share, in order.
 */
export class WorkCombiner<Input, Result> {
  private waiting: Asked<Input, Result>[] = [];
  private readonly keysAtWork = new Set<string>();
  private running = 0;
  private lastBegan = 0;
  private arrived: () => void = () => undefined;

  constructor(
    private readonly db: DataSource,
    private readonly fn: (tx: EntityManager, shares: readonly Share<Input>[]) => Promise<readonly (Result | Refused)[]>,
    /** The share of the machine that is in use, 0 to 1. */
    private readonly load: () => number = machineLoad,
  ) {}

  /**
   * Resolves with this share's result once it is committed; `lastly` may add statements that belong to the same commit.
   * Shares of the same `key` are stored one after the other.
   */
  run(context: WorkContext, input: Input, lastly: (result: Result) => readonly Statement[] = () => [], key?: string): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ key, context, input, lastly, resolve, reject });
      this.arrived();
      if (this.running === 0 || performance.now() - this.lastBegan > SLOW_MS) this.begin();
    });
  }

  private begin(): void {
    if (this.waiting.length > 0 && this.running < AT_ONCE) void this.drain();
  }

  private async drain(): Promise<void> {
    this.running += 1;
    // Whoever arrived in the same turn of the event loop belongs together.
    await new Promise((resolve) => setImmediate(resolve));
    let asked = this.takeSome(MOST_TOGETHER);
    while (asked.length > 0) {
      this.lastBegan = performance.now();
      const slow = setTimeout(() => this.begin(), SLOW_MS);
      await this.commit(asked);
      clearTimeout(slow);
      for (const { key } of asked) if (key !== undefined) this.keysAtWork.delete(key);
      asked = await this.takeNext(asked.length);
    }
    this.running -= 1;
  }

  /**
   * Of those who ask again and again one half is stored while the other half is answered and asks anew: database and process work
   * at once. On a busy machine both have no time to lose, and a transaction costs nearly the same whatever is in it: there it waits
   * a moment until no fewer ask than the last one answered, and takes all of them.
   */
  private async takeNext(answered: number): Promise<Asked<Input, Result>[]> {
    const asking = this.waiting.length + answered;
    if (asking < MANY || this.load() < BUSY) return this.takeSome(Math.min(Math.ceil(asking / 2), MOST_TOGETHER));
    await this.gather(answered);
    return this.takeSome(MOST_TOGETHER);
  }

  /** Resolves when so many wait, or when no more are to be expected. */
  private async gather(most: number): Promise<void> {
    if (this.waiting.length >= most) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS);
      this.arrived = () => {
        if (this.waiting.length < most) return;
        clearTimeout(timer);
        setImmediate(resolve); // whoever arrives in the same turn of the event loop belongs together
      };
    });
    this.arrived = () => undefined;
  }

  /** The first of each key that nobody is at work on; the others wait for their turn. */
  private takeSome(most: number): Asked<Input, Result>[] {
    const taken: Asked<Input, Result>[] = [];
    const left: Asked<Input, Result>[] = [];
    for (const one of this.waiting) {
      const isFree = taken.length < most && (one.key === undefined || !this.keysAtWork.has(one.key));
      if (isFree && one.key !== undefined) this.keysAtWork.add(one.key);
      (isFree ? taken : left).push(one);
    }
    this.waiting = left;
    // In one order for everybody: two transactions must not wait for each other's keys in a circle.
    return taken.sort((a, b) => (a.key ?? '').localeCompare(b.key ?? ''));
  }

  private async commit(asked: readonly Asked<Input, Result>[]): Promise<void> {
    try {
      const results = await repeatingConflicts(() => this.inOneTransaction(asked));
      // First the next transaction is on its way: the answers of this one are made while the database works.
      setImmediate(() => asked.forEach((one, i) => answer(one, results[i]!)));
    } catch (error) {
      if (asked.length === 1 || isTransient(error) === 'outage') asked.forEach(({ reject }) => reject(error));
      else await Promise.all(asked.map((one) => this.commit([one])));
    }
  }

  private async inOneTransaction(asked: readonly Asked<Input, Result>[]): Promise<readonly (Result | Refused)[]> {
    const { results, parts } = await inTransaction(this.db, async (runner) => {
      const shares = asked.map(({ context, input }) => ({ input, work: new UnitOfWork(runner.manager, context) }));
      const results = await this.fn(runner.manager, shares);
      const source = sourceOf(this.db);
      const rows = shares.flatMap(({ work }, i) => (results[i] instanceof Refused ? [] : work.outboxRows(source)));
      const last = mergeStatements(
        asked.flatMap(({ lastly }, i) => {
          const result = results[i]!;
          return result instanceof Refused ? [] : [...shares[i]!.work.stored, ...lastly(result)];
        }),
      );
      return { result: { results, parts: partsOf(rows) }, last: [...last, ...appendToOutbox(rows)] };
    });
    crashPoint('work.committed');
    wakeRelay(this.db, parts);
    return results;
  }
}

function answer<Result>({ resolve, reject }: Pick<Asked<unknown, Result>, 'resolve' | 'reject'>, result: Result | Refused): void {
  if (result instanceof Refused) reject(result.error);
  else resolve(result);
}
