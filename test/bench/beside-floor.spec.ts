import { besideFloor } from './beside-floor.js';
import { median, type LoadResult } from './load.js';

const at = (perSecond: number): LoadResult => ({ perSecond, p50: 1_000 / perSecond, p99: 5_000 / perSecond, refused: 1 });
/** A load that shows these figures one after the other. */
const showing = (...perSecond: number[]) => {
  const left = [...perSecond];
  return (): Promise<LoadResult> => Promise.resolve(at(left.shift()!));
};

it('compares every round with the floor right before and right after it, on a machine that becomes slower', async () => {
  const said: string[] = [];
  const floor = showing(400, 400, 200, 200, 200, 100, 100);
  const { one, other, floor: base } = await besideFloor(floor, { one: showing(200, 50, 60), other: showing(90, 50, 30) }, (line) => said.push(line));
  expect(one.ratios).toEqual([0.25, 0.4, 0.5]);
  expect(other.ratios).toEqual([0.25, 0.3, 0.3]);
  expect(base.usual).toEqual({ ...at(200), refused: 7 });
  expect(one.usual).toEqual({ ...at(60), refused: 3 });
  expect(said).toHaveLength(6);
});

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
])('the middle of %j is %d', (figures, middle) => expect(median(figures)).toBe(middle));
