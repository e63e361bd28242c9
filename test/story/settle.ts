import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, Counts } from './api.js';
import { LEADER } from './staffing.js';

const WITHIN_MS = 180_000;
const STILL_MS = 1_500;

/** Waits until the loop's figures stand still: whatever ran before has been counted. */
export async function standingStill(api: Api): Promise<Counts> {
  let last = await api.counts(LEADER);
  for (const givesUpAt = Date.now() + WITHIN_MS; Date.now() < givesUpAt;) {
    await sleep(300);
    const now = await api.counts(LEADER);
    if (JSON.stringify(now) === JSON.stringify(last) && now.received === now.open + now.closed + now.withdrawn) return now;
    last = now;
  }
  return last;
}

/**
 * Waits until so many closed complaints have taught their cause. More than expected can only come from somebody else's work:
 * then it is enough that the figure stands still. Returns the figure, from which the next wait counts on.
 */
export async function causesRecorded(api: Api, expected: number): Promise<number> {
  const givesUpAt = Date.now() + WITHIN_MS;
  let stillSince = Date.now();
  let last = -1;
  for (let pause = 20; ; pause = Math.min(pause * 1.7, 250)) {
    const { causesRecorded: recorded } = await api.counts(LEADER);
    if (recorded === expected) return recorded;
    if (recorded !== last) stillSince = Date.now();
    last = recorded;
    if (recorded > expected && Date.now() - stillSince > STILL_MS) return recorded;
    if (Date.now() > givesUpAt) throw new Error(`Of ${expected} closed complaints only ${recorded} have their cause recorded after three minutes.`);
    await sleep(pause);
  }
}
