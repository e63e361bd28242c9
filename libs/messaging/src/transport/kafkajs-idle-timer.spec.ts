import { createRequire } from 'node:module';
import { REQUEST_QUEUE_MODULE, stopIdleTimer } from './kafkajs-idle-timer.js';

type Queue = {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
};
const { prototype } = createRequire(__filename)(REQUEST_QUEUE_MODULE) as { prototype: Queue };

it('corrects the kafkajs that was read: another method means another look', () => {
  const source = String(prototype.scheduleCheckPendingRequests);
  expect(createRequire(__filename)('kafkajs/package.json')).toMatchObject({ version: '2.2.4' });
  expect(source).toContain('this.throttledUntil - Date.now()');
});

it('arms the timer only while requests wait', () => {
  stopIdleTimer();
  const queue = Object.assign(Object.create(prototype) as Queue, { pending: [] as unknown[], throttledUntil: -1, throttleCheckTimeoutId: null });
  queue.scheduleCheckPendingRequests();
  expect(queue.throttleCheckTimeoutId).toBeNull();
  queue.pending.push({});
  queue.checkPendingRequests = () => undefined;
  queue.scheduleCheckPendingRequests();
  expect(queue.throttleCheckTimeoutId).not.toBeNull();
  clearTimeout(queue.throttleCheckTimeoutId!);
});
