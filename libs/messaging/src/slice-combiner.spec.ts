import { SliceCombiner } from './slice-combiner.js';
import type { ReceivedRecord } from './transport/transport.js';

const slice = (partition: number, ...offsets: number[]): ReceivedRecord[] =>
  offsets.map((offset) => ({ topic: 't', partition, offset: String(offset), key: 'k', value: '', headers: {} }));
const told = (records: readonly ReceivedRecord[]): string => records.map(({ partition, offset }) => `${partition}:${offset}`).join(' ');

it('applies what waits at the same time together, in order, one transaction after the other', async () => {
  const applied: string[] = [];
  let running = 0;
  const combiner = new SliceCombiner(async (records) => {
    expect((running += 1)).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    applied.push(told(records));
    running -= 1;
  }, 7);
  await Promise.all([combiner.add(slice(0, 1)), combiner.add(slice(1, 5, 6)), combiner.add(slice(2, 7, 8)), combiner.add(slice(3, 9))]);
  expect(applied.join(' | ').replaceAll(' | ', ' ')).toBe('0:1 1:5 1:6 2:7 2:8 3:9');
  expect(applied.length).toBeLessThan(4);
});

it('applies two transactions beside each other while a whole one of others waits, never more, and everything once', async () => {
  let [running, most] = [0, 0];
  const applied: string[] = [];
  const combiner = new SliceCombiner(async (records) => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setImmediate(resolve));
    applied.push(...records.map(({ partition, offset }) => `${partition}:${offset}`));
    running -= 1;
  }, 2);
  const partitions = Array.from({ length: 8 }, (_, partition) => partition);
  await Promise.all(
    partitions.map(async (partition) => {
      for (let at = 0; at < 3; at += 1) await combiner.add(slice(partition, at));
    }),
  );
  expect(most).toBe(2);
  const inOrder = (partition: number): string[] => applied.filter((one) => one.startsWith(`${partition}:`));
  for (const partition of partitions) expect(inOrder(partition)).toEqual([0, 1, 2].map((at) => `${partition}:${at}`));
});

it('takes a slice that is too large by itself', async () => {
  const applied: string[] = [];
  const combiner = new SliceCombiner((records) => Promise.resolve(void applied.push(told(records))), 2);
  await combiner.add(slice(0, 1, 2, 3));
  expect(applied).toEqual(['0:1 0:2 0:3']);
});

it('rejects every slice of a transaction that failed, and goes on with the next', async () => {
  let fails = true;
  const combiner = new SliceCombiner(() => (fails ? Promise.reject(new Error('away')) : Promise.resolve()), 10);
  const outcomes = await Promise.allSettled([combiner.add(slice(0, 1)), combiner.add(slice(1, 1))]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  await expect(combiner.add(slice(0, 1))).resolves.toBeUndefined();
});

describe('the space after a transaction', () => {
  // By a clock of its own: what is told here are spaces, not how long anything takes.
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    ['many small slices that all fit', [slice(0, 1, 2, 3), slice(1, 1, 2, 3), slice(2, 1, 2, 3)], 50],
    ['a slice that takes half of the room: its partition has more', [slice(0, 1, 2, 3, 4, 5)], 0],
    ['slices of which one did not fit', [slice(0, 1, 2, 3, 4), slice(1, 1, 2, 3, 4), slice(2, 1, 2, 3, 4)], 0],
  ])('of %s', async (_, slices, space) => {
    const began: number[] = [];
    const combiner = new SliceCombiner(() => Promise.resolve(void began.push(performance.now())), 10, { leastMs: 50, mostMs: 50 });
    const adding = slices.map((records) => combiner.add(records));
    await adding[0];
    adding.push(combiner.add(slice(9, 1)));
    await jest.runAllTimersAsync();
    await Promise.all(adding);
    expect(began[1]! - began[0]!).toBe(space);
  });
});
