import { OutageGuard } from './outage-guard.js';

const guard = (): OutageGuard => new OutageGuard({ windowMs: 60_000, leastFailures: 3, share: 0.5 });
const fail = (one: OutageGuard, events: string[], at: number, error = 'Error 42P01'): void => {
  for (const event of events) one.noteFailed(event, error, at);
};

it('sees an outage when most events of a minute fail alike', () => {
  const one = guard();
  one.noteApplied(3, 0);
  fail(one, ['a', 'b'], 1_000);
  expect(one.outageAt(1_000)).toBeUndefined();
  fail(one, ['c'], 2_000);
  expect(one.outageAt(2_000)).toEqual({ error: 'Error 42P01', failures: 3 });
  fail(one, ['d'], 2_000, 'TypeError');
  expect(one.outageAt(2_000)).toBeUndefined(); // three of seven
});

it.each<[why: string, (one: OutageGuard) => void]>([
  ['the same event fails again and again', (one) => fail(one, ['a', 'a', 'a', 'a'], 0)],
  [
    'they fail for different reasons',
    (one) => {
      fail(one, ['a', 'b'], 0);
      fail(one, ['c', 'd'], 0, 'TypeError');
    },
  ],
  [
    'most others succeed',
    (one) => {
      fail(one, ['a', 'b', 'c'], 0);
      one.noteApplied(4, 0);
    },
  ],
  ['there are few', (one) => fail(one, ['a', 'b'], 0)],
])('sees none when %s', (_, happen) => {
  const one = guard();
  happen(one);
  expect(one.outageAt(0)).toBeUndefined();
});

it('forgets what is older than its window', () => {
  const one = guard();
  fail(one, ['a', 'b', 'c'], 0);
  expect(one.outageAt(60_000)?.failures).toBe(3);
  expect(one.outageAt(60_001)).toBeUndefined();
});

it('remembers an event by its last failure', () => {
  const one = guard();
  fail(one, ['a', 'b', 'c'], 0);
  fail(one, ['a'], 30_000);
  fail(one, ['d', 'e'], 60_000);
  expect(one.outageAt(90_000)).toEqual({ error: 'Error 42P01', failures: 3 }); // a, d and e
});
