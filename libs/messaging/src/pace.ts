import { machineLoad } from './machine-load.js';

/** How rounds of work are spaced; times in milliseconds. */
export interface PaceOptions {
  /** Rounds begin at least this far apart. */
  leastMs: number;
  /** And at most this far, however long one took. */
  mostMs: number;
}

export const PACE_DEFAULTS: PaceOptions = { leastMs: 5, mostMs: 250 };

// A round is followed by a rest of its own length: what gathers meanwhile shares the next round.
const ROUND_AND_REST = 2;
// Below the first share of the machine in use a rest is as said. Above the second, the space between rounds grows with the square of
// their length: a round that takes twice as long waits for others who want the processor as much. Between the two it is in between.
const QUIET = 0.5;
const BUSY = 0.9;
// A round shorter than this many milliseconds waits for nobody: even on a busy machine the space after it only doubles.
const SHORT_MS = 4;
// How much the last round says about the usual length, a geometric mean that forgets: a few long ones in a row are load, one or two are
// a hiccup of the disk or of the collector of garbage.
const NEWS = 0.3;
const SHORTEST_MS = 1;

/**
 * Spaces rounds of work so that under load they grow instead of multiplying. On a quiet machine every event goes on at once; on a
 * busy one the rests stretch, more events share a round, and each of them costs less.
 */
export class Pace {
  private began = 0;
  private next = 0;
  private usual = SHORTEST_MS;

  constructor(
    private readonly options: PaceOptions = PACE_DEFAULTS,
    /** The share of the machine that is in use, 0 to 1. */
    private readonly load: () => number = machineLoad,
  ) {}

  /** Resolves when the next round may begin. */
  async begin(): Promise<void> {
    const early = this.next - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    this.began = performance.now();
  }

  /** Ends a round; after a full one there is a backlog, and the next may begin at once: its length tells nothing of the load. */
  end(isFull: boolean): void {
    this.next = 0;
    if (isFull) return;
    const { leastMs, mostMs } = this.options;
    this.usual = this.usual ** (1 - NEWS) * Math.max(performance.now() - this.began, SHORTEST_MS) ** NEWS;
    const pressure = Math.min(Math.max((this.load() - QUIET) / (BUSY - QUIET), 0), 1);
    const stretch = (Math.max(this.usual, SHORT_MS) / ROUND_AND_REST) ** pressure;
    this.next = this.began + Math.min(Math.max(this.usual * ROUND_AND_REST * stretch, leastMs), mostMs);
  }
}
