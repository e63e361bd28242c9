import { inSequence, roundsOf } from './heard-so-far.js';
import type { ReceivedRecord } from './transport/transport.js';

const heard = (key: string, sequence: number | string, source = 's'): ReceivedRecord => ({
  topic: 't',
  partition: 0,
  offset: '0',
  key,
  value: '',
  headers: { ce_source: source, ce_sequence: String(sequence) },
});
const runs = (...records: ReceivedRecord[]) =>
  roundsOf(records).map((round) => round.map(({ source, key, first, last }) => `${source} ${key} ${first}-${last}`));
const sorted = (...records: ReceivedRecord[]) => inSequence(records, roundsOf(records));

it('puts numbers that follow each other to one run per key and source', () => {
  expect(runs(heard('a', 1), heard('b', 7), heard('a', 2), heard('a', 1, 'other'), heard('a', 3))).toEqual([['s a 1-3', 's b 7-7', 'other a 1-1']]);
});

it('begins another run at a hole and at a number before the first, and none for what comes twice', () => {
  expect(runs(heard('a', 5), heard('a', 6), heard('a', 5), heard('a', 6), heard('a', 7))).toEqual([['s a 5-7']]);
  expect(runs(heard('a', 5), heard('a', 8), heard('b', 1), heard('a', 6))).toEqual([['s a 5-5', 's b 1-1'], ['s a 8-8'], ['s a 6-6']]);
});

it.each(['', '0', '-1', '1.5', 'x', '99999999999999999999'])('takes nothing from the number "%s"', (sequence) => {
  expect(runs(heard('a', sequence))).toEqual([]);
});

it('puts the numbers of a key in order without moving other keys, and leaves what is in order as it is', () => {
  const [a4, b1, a2, none, a3, b2] = [heard('a', 4), heard('b', 1), heard('a', 2), heard('a', 0), heard('a', 3), heard('b', 2)];
  expect(sorted(a4, b1, a2, none, a3, b2)).toEqual([a2, b1, a3, none, a4, b2]);
  const ordered = [b1, a2, a3, a4];
  expect(inSequence(ordered, roundsOf(ordered))).toBe(ordered);
});
