import { Pace } from './pace.js';

// By a clock of their own: on a busy machine a round of 10 ms may take 30.
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Milliseconds from the beginning of the last of these rounds to the beginning of the next. */
async function spaceAfter(lengthsMs: readonly number[], { load = 0, isFull = false } = {}): Promise<number> {
  const pace = new Pace({ leastMs: 5, mostMs: 120 }, () => load);
  let began = 0;
  await pace.begin();
  for (const lengthMs of lengthsMs) {
    began = performance.now();
    jest.advanceTimersByTime(lengthMs);
    pace.end(isFull);
    const next = pace.begin();
    await jest.runAllTimersAsync();
    await next;
  }
  return performance.now() - began;
}

const always = (lengthMs: number): number[] => Array.from({ length: 60 }, () => lengthMs);

it.each([
  ['on a quiet machine', 0.2, 'a short round the least', 1, 5],
  ['on a quiet machine', 0.2, 'a long one its length again', 10, 20],
  ['on a busy machine', 0.95, 'an ordinary one three times its length', 4, 16],
  ['on a busy machine', 0.95, 'one of double that length four times as long', 8, 64],
  ['on a busy machine', 0.95, 'an endless one the most', 60, 120],
  ['between the two', 0.7, 'in between', 8, 32],
])('%s (%d in use) rests after %s', async (_, load, __, lengthMs, space) => {
  expect(Math.abs((await spaceAfter(always(lengthMs), { load })) - space)).toBeLessThanOrEqual(1); // timers know whole milliseconds
});

it('takes a long round among short ones for a hiccup, and many for load', async () => {
  const load = 1;
  expect(await spaceAfter([2, 2, 2, 16], { load })).toBe(16);
  expect(await spaceAfter([2, 2, 2, 60, 2], { load })).toBeLessThan(30);
  expect(await spaceAfter([2, 2, 2, 60, 60, 60, 60, 20], { load })).toBe(120);
});

it('does not rest after a full round', async () => expect(await spaceAfter([10, 10], { load: 1, isFull: true })).toBe(10));
