import { createRequire } from 'node:module';

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
}
interface RequestQueuePrototype {
  scheduleCheckPendingRequests(this: RequestQueue): void;
}

/** Where kafkajs 2.2.4 keeps its queue of requests per connection. */
export const REQUEST_QUEUE_MODULE = 'kafkajs/src/network/requestQueue/index.js';

/**
 * kafkajs 2.2.4 re-arms a timer of (negative, so 1) ms on every connection for ever, even when nothing waits: an idle
 * producer and consumer burnt 5 % of a core. This arms it only while requests are pending; latency is unchanged, because
 * an answered request checks the queue anyway. `kafkajs-idle-timer.spec.ts` fails when kafkajs changes that method.
 */
export function stopIdleTimer(): void {
  const { prototype } = createRequire(import.meta.url)(REQUEST_QUEUE_MODULE) as { prototype: RequestQueuePrototype };
  const original = prototype.scheduleCheckPendingRequests;
  if (original.name === 'onlyWhilePending') return;
  prototype.scheduleCheckPendingRequests = function onlyWhilePending(this: RequestQueue) {
    if (this.pending.length > 0) original.call(this);
  };
}
