import type { EntityManager } from 'typeorm';
import type { Delivery } from './delivery.js';
import type { EventHandler, LockKeys } from './handles.js';

/**
 * Groups deliveries so that each handler gets as many events at once as order allows. Batch after batch, the deliveries of a
 * key (whatever handler) stay in their order, and a batch holds each key at most once.
 */
export function inBatches(deliveries: readonly Delivery[]): Delivery[][] {
  const batches: Delivery[][] = [];
  const latestOfHandler = new Map<EventHandler, number>();
  const latestOfKey = new Map<string, number>();
  for (const delivery of deliveries) {
    const open = latestOfHandler.get(delivery.handler);
    const after = latestOfKey.get(delivery.event.key) ?? -1;
    const at = open !== undefined && open > after ? open : batches.push([]) - 1;
    batches[at]!.push(delivery);
    latestOfHandler.set(delivery.handler, at);
    latestOfKey.set(delivery.event.key, at);
  }
  return batches;
}

/** Locks what batches will lock, before the first of them has any effect: their handlers share one transaction and each knows only its own keys. */
export async function lockBefore(tx: EntityManager, batches: readonly Delivery[][]): Promise<void> {
  if (batches.length < 2) return;
  const keysOf = new Map<LockKeys, Set<string>>();
  for (const { handler, event } of batches.flat())
    if (handler.lock) keysOf.set(handler.lock, (keysOf.get(handler.lock) ?? new Set<string>()).add(event.key));
  for (const [lock, keys] of keysOf) await lock(tx, [...keys]);
}
