import fc from 'fast-check';
import { anAgent } from '../../test/builders.js';
import type { RoutableAgent } from './agent.js';
import { canHandle, chooseAgent, type Need } from './choose-agent.js';

const aNeed = (over: Partial<Need> = {}): Need => ({
  product: 'membership',
  language: 'ko',
  priority: 'normal',
  needsCare: false,
  historical: false,
  releasedBy: [],
  ...over,
});
const chosen = (agents: RoutableAgent[], need: Need, preferred?: string) => {
  const choice = chooseAgent(agents, need, preferred);
  return choice.agent ? choice.agent.id : choice.reason;
};

describe('C21 C22 the agent who gets a complaint', () => {
  const a = anAgent({ id: 'a' });
  const b = anAgent({ id: 'b' });
  it.each<[string, RoutableAgent[], Partial<Need>, string]>([
    ['is the only one', [a], {}, 'a'],
    ['is nobody when there is nobody', [], {}, 'no-suitable-agent'],
    ['speaks the language', [a, anAgent({ id: 'b', languages: ['en', 'te'] })], { language: 'te' }, 'b'],
    ['is nobody when no one speaks the language', [a], { language: 'te' }, 'no-suitable-agent'],
    ['knows the product', [anAgent({ id: 'a', skills: ['delivery'] }), anAgent({ id: 'b', skills: ['membership'] })], {}, 'b'],
    [
      'knows the product through the team',
      [anAgent({ id: 'a', teamSkills: ['delivery'] }), anAgent({ id: 'b', teamSkills: ['membership'] })],
      {},
      'b',
    ],
    ['takes every product by a star', [anAgent({ id: 'a', skills: ['delivery'] }), anAgent({ id: 'b', skills: ['*'] })], {}, 'b'],
    ['takes every product by a star of the team', [anAgent({ id: 'a', skills: ['delivery'] }), anAgent({ id: 'b', teamSkills: ['*'] })], {}, 'b'],
    ['is here', [anAgent({ id: 'a', available: false }), b], {}, 'b'],
    ['has room', [anAgent({ id: 'a', openCount: 5 }), b], {}, 'b'],
    [
      'is awaited when those who could are full or away',
      [anAgent({ id: 'a', openCount: 5 }), anAgent({ id: 'b', available: false })],
      {},
      'no-agent-available',
    ],
    ['has the least to do', [anAgent({ id: 'a', openCount: 2 }), anAgent({ id: 'b', openCount: 1 })], {}, 'b'],
    [
      'has the least to do for their capacity',
      [anAgent({ id: 'a', openCount: 2, capacity: 3 }), anAgent({ id: 'b', openCount: 3, capacity: 9 })],
      {},
      'b',
    ],
    ['has waited longest among equals', [anAgent({ id: 'a', lastTurn: 8 }), anAgent({ id: 'b', lastTurn: 7 })], {}, 'b'],
    ['comes first by id when all else is equal', [b, a], {}, 'a'],
    ['is a specialist for people who need care', [a, anAgent({ id: 'b', care: true, openCount: 4 })], { needsCare: true }, 'b'],
    ['is a specialist or nobody for people who need care', [a], { needsCare: true }, 'no-suitable-agent'],
    ['is a specialist for what is urgent, if one is free', [a, anAgent({ id: 'b', care: true, openCount: 4 })], { priority: 'urgent' }, 'b'],
    ['is anybody for what is less than urgent', [a, anAgent({ id: 'b', care: true, openCount: 4 })], { priority: 'high' }, 'a'],
    ['is anybody for what is urgent, if no specialist is free', [a, anAgent({ id: 'b', care: true, openCount: 5 })], { priority: 'urgent' }, 'a'],
    ['is not the one who gave it back', [a, anAgent({ id: 'b', openCount: 4 })], { releasedBy: ['a'] }, 'b'],
    [
      'may be full or away for past work, and the load still spreads',
      [anAgent({ id: 'a', openCount: 9 }), anAgent({ id: 'b', openCount: 6, available: false })],
      { historical: true },
      'b',
    ],
    [
      'may have no capacity at all for past work, and the load still spreads',
      [anAgent({ id: 'a', capacity: 0, openCount: 2 }), anAgent({ id: 'b', capacity: 0, openCount: 1 })],
      { historical: true },
      'b',
    ],
  ])('%s', (_, agents, need, expected) => expect(chosen(agents, aNeed(need))).toBe(expected));

  it('C17 is the same as before, when there is room', () => {
    expect(chosen([a, anAgent({ id: 'b', openCount: 4 })], aNeed(), 'b')).toBe('b');
    expect(chosen([a, anAgent({ id: 'b', openCount: 5 })], aNeed(), 'b')).toBe('a');
  });

  const agents = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      languages: fc.subarray(['en', 'ko', 'te']),
      skills: fc.subarray(['delivery', 'membership', '*']),
      teamSkills: fc.subarray(['delivery', 'payment']),
      capacity: fc.nat(4),
      openCount: fc.nat(5),
      lastTurn: fc.nat(9),
      care: fc.boolean(),
      available: fc.boolean(),
    }),
    { selector: (agent) => agent.id, maxLength: 8 },
  );
  const need = fc.record({
    product: fc.constantFrom('delivery', 'membership', 'payment'),
    language: fc.constantFrom('en', 'ko', 'te'),
    priority: fc.constantFrom('urgent', 'high', 'normal', 'low'),
    needsCare: fc.boolean(),
    historical: fc.boolean(),
    releasedBy: fc.constant<string[]>([]),
  });

  it('never exceeds a capacity, never speaks the wrong language, never leaves somebody waiting who could be helped, and does not depend on the order asked', () => {
    fc.assert(
      fc.property(agents, need, (some, wanted) => {
        const pool = some.map((agent) => anAgent(agent));
        const { agent } = chooseAgent(pool, wanted);
        const couldHelp = pool.filter((one) => canHandle(one, wanted) && (wanted.historical || (one.available && one.openCount < one.capacity)));
        expect(agent === null).toBe(couldHelp.length === 0);
        if (agent) expect(couldHelp).toContain(agent);
        if (agent && !wanted.historical) expect(agent.openCount).toBeLessThan(agent.capacity);
        if (agent) expect(agent.languages).toContain(wanted.language);
        expect(chooseAgent([...pool].reverse(), wanted)).toEqual(chooseAgent(pool, wanted));
      }),
      { numRuns: 500 },
    );
  });
});
