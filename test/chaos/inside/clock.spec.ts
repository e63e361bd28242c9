import { shiftedDate } from './clock.js';

const HOUR = 3_600_000;
const Slow = shiftedDate(Date, () => -HOUR);
const behind = (at: number): number => Math.round((Date.now() - at) / HOUR);

it('shifts the present and nothing else', () => {
  expect([behind(Slow.now()), behind(new Slow().getTime()), behind(Date.parse(Slow()))]).toEqual([1, 1, 1]);
  expect(new Slow('2026-03-09T10:00:00Z').toISOString()).toBe('2026-03-09T10:00:00.000Z');
  expect([Slow.UTC(2026, 2, 9), new Slow(7).getTime()]).toEqual([Date.UTC(2026, 2, 9), 7]);
});

it('makes dates like all others', () => {
  expect(new Slow() instanceof Slow).toBe(true);
  expect(new Date() instanceof Slow).toBe(true);
});
