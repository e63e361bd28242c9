import { Pace } from './pace.js';

// By a clock of their own: on a busy machine a round of 10 ms may take 30.
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Milliseconds from the beginning of the last of these rounds to the beginning of the next. */
async function spaceAfter(lengthsMs: readonly number[], isFull = false): Promise<number> {
  const pace = new Pace({ leastMs: 10, mostMs: 120 });
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

it.each([
  ['a short one the least', 0, 10],
  ['an ordinary one twice its length', 4, 12],
  ['one of double that length four times as long', 8, 48],
  ['an endless one the most', 60, 120],
])('rests after %s', async (_, lengthMs, space) => {
  expect(Math.abs((await spaceAfter(Array.from({ length: 60 }, () => lengthMs))) - space)).toBeLessThanOrEqual(1); // timers know whole milliseconds
});

it('takes a long round among short ones for a hiccup, and many for load', async () => {
  expect(await spaceAfter([2, 2, 2, 16])).toBe(16);
  expect(await spaceAfter([2, 2, 2, 60, 2])).toBeLessThan(15);
  expect(await spaceAfter([2, 2, 2, 60, 60, 60, 60, 20])).toBe(120);
});

it('does not rest after a full round', async () => expect(await spaceAfter([10, 10], true)).toBe(10));
