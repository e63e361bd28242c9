import type { LowWater, OpenTransactions } from './low-water.js';
import type { Carried } from './transport/transport.js';

/** What one emptying of the outbox needs. */
export interface Drain {
  /** The parts that this replica leads, asked before every round. */
  parts: () => readonly number[];
  /** Rows of each part a round. */
  limit: number;
  lowWater: LowWater;
  /** Carries up to `limit` rows of each part, of those after the given marks; the round before may have left some. */
  carry: (parts: readonly number[], after: readonly number[], isBacklog: boolean) => Promise<Carried>;
  openTransactions: (since: string | undefined) => Promise<OpenTransactions>;
  /** Milliseconds of any fixed origin. */
  now: () => number;
}

/** Carries round after round until one comes back short, then lets the low-water mark follow. */
export async function drainOutbox({ parts, limit, lowWater, carry, openTransactions, now }: Drain): Promise<void> {
  for (let isBacklog = false; ;) {
    const led = parts();
    if (led.length === 0) return;
    const { rows, lastSeqs } = await carry(led, lowWater.after(led, now()), isBacklog);
    isBacklog = rows >= limit;
    lowWater.passed(lastSeqs, led, !isBacklog);
    await lowWater.look(now(), openTransactions);
    if (!isBacklog) return;
  }
}
