import type { Position, ReceivedRecord } from './transport/transport.js';

interface Waiting {
  records: readonly ReceivedRecord[];
  position: Position | undefined;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Puts slices of several partitions that wait at the same time into one transaction. One runs at a time, and they begin at
 * least `paceMs` apart: at a trickle every event is applied at once, under load the transactions grow instead of multiplying.
 */
export class SliceCombiner {
  private waiting: Waiting[] = [];
  private running = false;
  private next = 0;

  constructor(
    private readonly apply: (records: readonly ReceivedRecord[], positions: readonly Position[]) => Promise<void>,
    private readonly maxRecords: number,
    private readonly paceMs: number,
  ) {}

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
      const early = this.next - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      this.next = performance.now() + this.paceMs;
      const together = this.takeSome();
      try {
        await this.apply(
          together.flatMap(({ records }) => records),
          together.flatMap(({ position }) => position ?? []),
        );
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    this.running = false;
  }

  private takeSome(): Waiting[] {
    let records = 0;
    const fitting = this.waiting.findIndex((slice) => (records += slice.records.length) > this.maxRecords);
    return this.waiting.splice(0, fitting === -1 ? this.waiting.length : Math.max(1, fitting));
  }
}
