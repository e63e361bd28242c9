import { LowWater } from './low-water.js';

it('follows five to ten seconds behind what was sent', () => {
  const lowWater = new LowWater();
  expect(lowWater.at(100_000)).toBe(0);
  lowWater.passed([1, 2, '3']);
  expect(lowWater.at(104_999)).toBe(0);
  expect(lowWater.at(105_000)).toBe(0); // sent since the last move: not old enough yet
  lowWater.passed([4]);
  expect(lowWater.at(110_000)).toBe(3);
  expect(lowWater.at(115_000)).toBe(4);
});

it('looks from 0 every thirty seconds, for whoever committed late', () => {
  const lowWater = new LowWater();
  lowWater.passed([7]);
  const marks = Array.from({ length: 61 }, (_, second) => lowWater.at(100_000 + second * 1_000));
  expect(marks.map((mark, second) => (mark === 0 && second >= 15 ? second : -1)).filter((second) => second >= 0)).toEqual([30, 60]);
});
