import { Pace } from './pace.js';

/** Milliseconds from the beginning of a round of this length to the beginning of the next. */
async function spaceAfter(lengthMs: number, isFull: boolean): Promise<number> {
  const pace = new Pace({ leastMs: 20, mostMs: 120 });
  await pace.begin();
  const began = performance.now();
  while (performance.now() - began < lengthMs);
  pace.end(isFull);
  await pace.begin();
  return performance.now() - began;
}

it('lets a long round rest twice its length, a short one the least, an endless one the most', async () => {
  expect(await spaceAfter(25, false)).toBeGreaterThanOrEqual(70);
  expect(await spaceAfter(0, false)).toBeGreaterThanOrEqual(18);
  const most = await spaceAfter(60, false);
  expect(most).toBeGreaterThanOrEqual(115);
  expect(most).toBeLessThan(170);
});

it('does not rest after a full round', async () => {
  expect(await spaceAfter(10, true)).toBeLessThan(18);
});
