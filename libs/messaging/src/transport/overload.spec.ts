import { isStarved, Overload } from './overload.js';

const good = { ms: 20, isStarved: false };

it('fetches on while slices are quick', () => expect(new Overload().pauseAfter(good)).toBe(0));

it.each([
  ['a slow slice', { ms: 5_000, isStarved: false }],
  ['no connection to be had', { ms: 10, isStarved: true }],
])('pauses twice as long after each %s, up to half a minute', (_, outcome) => {
  const overload = new Overload();
  expect(Array.from({ length: 7 }, () => overload.pauseAfter(outcome))).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

it('forgets it all with the first good one', () => {
  const overload = new Overload();
  overload.pauseAfter({ ms: 9_000, isStarved: false });
  expect([overload.pauseAfter(good), overload.pauseAfter({ ms: 9_000, isStarved: false })]).toEqual([0, 1_000]);
});

it.each([
  [new Error('timeout exceeded when trying to connect'), true],
  [Object.assign(new Error('sorry, too many clients already'), { code: '53300' }), true],
  [Object.assign(new Error('query failed'), { driverError: Object.assign(new Error(), { code: '53300' }) }), true],
  [new Error('Connection terminated unexpectedly'), false],
  [undefined, false],
])('%s: starved %s', (error, expected) => expect(isStarved(error)).toBe(expected));
