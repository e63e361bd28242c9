/** How rounds of work are spaced; times in milliseconds. */
export interface PaceOptions {
  /** Rounds begin at least this far apart. */
  leastMs: number;
  /** And at most this far, however long one took. */
  mostMs: number;
}

export const PACE_DEFAULTS: PaceOptions = { leastMs: 5, mostMs: 250 };

// A round is followed by a rest of twice its length: the work takes a third of the time, and what gathers meanwhile shares the next round.
const ROUND_AND_REST = 3;
// Longer than this many milliseconds a round takes where others want the processor: then the space grows with the square of its length.
const ORDINARY_MS = 4;
// How much the last round says about the usual length, a geometric mean that forgets: a few long ones in a row are load, one or two are
// a hiccup of the disk or of the collector of garbage.
const NEWS = 0.3;
const SHORTEST_MS = 1;

/**
 * Spaces rounds of work so that under load they grow instead of multiplying. On an idle machine a round is short, and so is the
 * rest; on a busy one both stretch, more events share a round, and each of them costs less.
 */
export class Pace {
  private began = 0;
  private next = 0;
  private usual = SHORTEST_MS;

  constructor(private readonly options: PaceOptions = PACE_DEFAULTS) {}

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
    const space = this.usual * ROUND_AND_REST * Math.max(1, this.usual / ORDINARY_MS);
    this.next = this.began + Math.min(Math.max(space, leastMs), mostMs);
  }
}
