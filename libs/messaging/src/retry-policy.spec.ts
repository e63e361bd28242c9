import { DEAD_AFTER_ATTEMPTS, delayFor, isTransient, parkedDelayFor, remedyFor } from './retry-policy.js';

it.each([
  [{ code: '40P01' }, 'conflict'],
  [{ code: '40001' }, 'conflict'],
  [{ driverError: { code: '55P03' } }, 'waited-too-long'],
  [{ code: '57014' }, 'waited-too-long'],
  [{ code: '57P01' }, 'outage'],
  [{ code: '57P02' }, 'outage'],
  [{ code: '57P03' }, 'outage'],
  [{ code: '08006' }, 'outage'],
  [{ code: '53100' }, 'outage'],
  [{ code: 'ECONNREFUSED' }, 'outage'],
  [new Error('Connection terminated unexpectedly'), 'outage'],
  [{ code: '23505' }, false],
  [new TypeError('x is not a function'), false],
  [undefined, false],
])('%p is %s', (error, expected) => expect(isTransient(error)).toBe(expected));

it('waits longer each time, up to a limit', () => {
  expect([1, 2, 3, 20].map(delayFor)).toEqual([25, 50, 100, 5_000]);
  expect([1, 2, 13].map(parkedDelayFor)).toEqual([1_000, 2_000, 3_600_000]);
});

it('C55 gives a parked event up after a dozen attempts, half an hour after the first', () => {
  expect(DEAD_AFTER_ATTEMPTS).toBe(12);
  const pauses = Array.from({ length: DEAD_AFTER_ATTEMPTS - 1 }, (_, n) => parkedDelayFor(n + 1));
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(2_047_000);
});

it.each([
  ['outage', 1, 0, 'give-back'],
  [false, 1, 0, 'park'],
  ['conflict', 1, 10, { retryInMs: 25 }],
  ['conflict', 4, 400, { retryInMs: 200 }],
  ['waited-too-long', 9, 3_000, { retryInMs: 1_000 }],
  ['conflict', 9, 4_000, { retryInMs: 1_000 }],
  ['conflict', 9, 4_001, 'park'],
  ['waited-too-long', 1, 10_000, 'park'],
] as const)('%s at attempt %i after %i ms: %p', (transience, attempts, elapsedMs, remedy) =>
  expect(remedyFor(transience, attempts, elapsedMs)).toEqual(remedy),
);
