import { isHeld, keyOf, type Arrival, type Delivery } from './delivery.js';
import { hasGapBefore } from './heard-so-far.js';
import type { Waiting } from './parking.js';

/** Tells what can be applied now from what must wait: itself, or behind an earlier event of its key. */
export function sortOut(
  fresh: readonly Arrival[],
  parked: ReadonlySet<string>,
  missing: ReadonlyMap<string, number>,
): { ready: Delivery[]; waiting: Waiting[] } {
  const ready: Delivery[] = [];
  const waiting: Waiting[] = [];
  const waitingKeys = new Set(parked);
  for (const arrival of fresh) {
    if (isHeld(arrival)) waiting.push({ arrival, reason: arrival.held });
    else if (hasGapBefore(arrival.event, missing)) waiting.push({ arrival, reason: 'gap' });
    else if (waitingKeys.has(keyOf(arrival))) waiting.push({ arrival, reason: 'behind-parked' });
    else {
      ready.push(arrival);
      continue;
    }
    waitingKeys.add(keyOf(arrival));
  }
  return { ready, waiting };
}
