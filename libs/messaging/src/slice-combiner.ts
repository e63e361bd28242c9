import { Pace, PACE_DEFAULTS, type PaceOptions } from './pace.js';
import type { Position, ReceivedRecord } from './transport/transport.js';

interface Waiting {
  records: readonly ReceivedRecord[];
  position: Position | undefined;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Puts slices of several partitions that wait at the same time into one transaction. One runs at a time, at a pace: at a trickle
 * every event is applied at once, under load the transactions grow instead of multiplying. While a whole transaction of others
 * waits there is a backlog: then a second one runs beside it, as in another replica, and database and process work at once.
 */
export class SliceCombiner {
  private waiting: Waiting[] = [];
  private waitingRecords = 0;
  private isRunning = false;
  private isHelping = false;
  private readonly pace: Pace;

  constructor(
    private readonly apply: (records: readonly ReceivedRecord[], positions: readonly Position[]) => Promise<void>,
    private readonly maxRecords: number,
    pace: PaceOptions = PACE_DEFAULTS,
  ) {
    this.pace = new Pace(pace);
  }

  /** Resolves when these records are applied; rejects when nothing of them was. Before that the next of their partition must not come. */
  add(records: readonly ReceivedRecord[], position?: Position): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ records, position, resolve, reject });
      this.waitingRecords += records.length;
      void this.run();
      void this.help();
    });
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    while (this.waiting.length > 0) {
      await this.pace.begin();
      this.pace.end(await this.applySome());
    }
    this.isRunning = false;
  }

  private async help(): Promise<void> {
    if (this.isHelping) return;
    this.isHelping = true;
    while (this.isRunning && this.waitingRecords >= this.maxRecords) await this.applySome();
    this.isHelping = false;
  }

  /** Applies what fits into one transaction; answers whether there is a backlog. */
  private async applySome(): Promise<boolean> {
    const together = this.takeSome();
    // What did not fit waits already; and after a slice that takes half of the room, more of its partition.
    const isBacklog = this.waiting.length > 0 || together.some((slice) => slice.records.length * 2 >= this.maxRecords);
    if (together.length === 0) return isBacklog; // the other one took it
    const records = together.flatMap((slice) => slice.records);
    this.waitingRecords -= records.length;
    void this.help();
    try {
      await this.apply(
        records,
        together.flatMap(({ position }) => position ?? []),
      );
      for (const { resolve } of together) resolve();
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
    return isBacklog;
  }

  private takeSome(): Waiting[] {
    let records = 0;
    const fitting = this.waiting.findIndex((slice) => (records += slice.records.length) > this.maxRecords);
    return this.waiting.splice(0, fitting === -1 ? this.waiting.length : Math.max(1, fitting));
  }
}
