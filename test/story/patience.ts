/** How long to wait for something that takes as long as it takes: asking too early is work for both sides. */
export interface Patience {
  forFirstTry(): number;
  forNextTry(): number;
  /** It was there after so long. */
  learn(waitedMs: number): void;
}

const LEAST_MS = 60;
const MOST_MS = 5_000;
const SHARE_OF_NEWEST = 0.1;
const MARGIN = 1.5;

/** Learns from every wait, and then asks a little later than it usually takes. */
export function patienceOf(startMs: number): Patience {
  let usual = startMs;
  const bounded = (milliseconds: number) => Math.max(LEAST_MS, Math.min(MOST_MS, milliseconds));
  return {
    forFirstTry: () => bounded(usual * MARGIN),
    forNextTry: () => bounded(usual / 2),
    learn(waitedMs) {
      // What was there at the first try may have been there long before: then try earlier, slowly.
      const tookMs = waitedMs <= usual * MARGIN * 1.1 ? waitedMs * 0.6 : waitedMs;
      usual += (tookMs - usual) * SHARE_OF_NEWEST;
    },
  };
}
