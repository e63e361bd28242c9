import { Pace, PACE_DEFAULTS, type PaceOptions } from './pace.js';
import type { Position, ReceivedRecord } from './transport/transport.js';

interface Waiting {
  records: readonly ReceivedRecord[];
  position: Position | undefined;
  resolve: () => void;
  reject: (error: unknown) => void;
}

// So many records in one transaction mean that more are waiting already.
const BACKLOG = 100;

/**
 * Puts slices of several partitions that wait at the same time into one transaction. One runs at a time, at a pace: at a trickle
 * every event is applied at once, under load the transactions grow instead of multiplying.
 */
export class SliceCombiner {
  private waiting: Waiting[] = [];
  private running = false;
  private readonly pace: Pace;

  constructor(
    private readonly apply: (records: readonly ReceivedRecord[], positions: readonly Position[]) => Promise<void>,
    private readonly maxRecords: number,
    pace: PaceOptions = PACE_DEFAULTS,
  ) {
    this.pace = new Pace(pace);
  }

  /** Resolves when these records are applied; rejects when nothing of them was. */
  add(records: readonly ReceivedRecord[], position?: Position): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ records, position, resolve, reject });
      void this.run();
    });
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.waiting.length > 0) {
      await this.pace.begin();
      const together = this.takeSome();
      const records = together.flatMap((slice) => slice.records);
      try {
        await this.apply(
          records,
          together.flatMap(({ position }) => position ?? []),
        );
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
      this.pace.end(records.length >= BACKLOG);
    }
    this.running = false;
  }

  private takeSome(): Waiting[] {
    let records = 0;
    const fitting = this.waiting.findIndex((slice) => (records += slice.records.length) > this.maxRecords);
    return this.waiting.splice(0, fitting === -1 ? this.waiting.length : Math.max(1, fitting));
  }
}
