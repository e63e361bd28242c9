import { deal, nameOfPartition, type Member, type Partition } from './shares.js';

const partitionsOf = (...topics: string[]): Partition[] => topics.flatMap((topic) => [0, 1, 2, 3].map((part) => ({ topic, part })));
const member = (name: string, ...topics: string[]): Member => ({ member: name, topics });
const count = (owners: Map<string, string>): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const owner of owners.values()) counts[owner] = (counts[owner] ?? 0) + 1;
  return counts;
};

it.each([
  [1, { a: 8 }],
  [2, { a: 4, b: 4 }],
  [3, { a: 3, b: 3, c: 2 }],
  [5, { a: 2, b: 2, c: 2, d: 1, e: 1 }],
])('gives each of %i members its fair share', (members, expected) => {
  const names = ['a', 'b', 'c', 'd', 'e'].slice(0, members);
  expect(
    count(
      deal(
        partitionsOf('x', 'y'),
        names.map((name) => member(name, 'x', 'y')),
      ),
    ),
  ).toEqual(expected);
});

it('gives a topic only to who listens to it, and evens out with the others', () => {
  const owners = deal(partitionsOf('x', 'y'), [member('old', 'x'), member('new', 'x', 'y')]);
  expect(partitionsOf('y').map((partition) => owners.get(nameOfPartition(partition)))).toEqual(Array(4).fill('new'));
  expect(count(owners)).toEqual({ old: 2, new: 6 });
});

it('leaves a topic that nobody listens to', () => expect(deal(partitionsOf('x'), [member('a', 'y')]).size).toBe(0));
