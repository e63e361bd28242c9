import fc from 'fast-check';
import { anAgent } from '../../test/builders.js';
import type { RoutableAgent } from './agent.js';
import { chooseAgent, type Need } from './choose-agent.js';
import { Roster } from './roster.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const RUN = { seed: SEED, numRuns: 500 };

const agents = fc
  .uniqueArray(
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
  )
  .map((some) => some.map((over) => anAgent(over)));

const needFor = (some: readonly RoutableAgent[]): fc.Arbitrary<Need> =>
  fc.record({
    product: fc.constantFrom('delivery', 'membership', 'payment'),
    language: fc.constantFrom('en', 'ko', 'te'),
    priority: fc.constantFrom('urgent', 'high', 'normal', 'low'),
    needsCare: fc.boolean(),
    historical: fc.boolean(),
    releasedBy: fc.subarray(some.map(({ id }) => id)),
  });

const withMore = (agent: RoutableAgent, by: number, historical: boolean): RoutableAgent => ({
  ...agent,
  openCount: agent.openCount + by,
  pastCount: agent.pastCount + (historical ? by : 0),
});

describe(`the agents of one transaction (SEED=${SEED})`, () => {
  const decisions = agents.chain((some) =>
    fc.record({ some: fc.constant(some), needs: fc.array(fc.oneof(needFor(some), fc.nat(7)), { maxLength: 30 }) }),
  );

  it('C21 I5 gives each complaint to whom it would go if the loads were stored and everybody read again after each decision', () => {
    fc.assert(
      fc.property(decisions, ({ some, needs }) => {
        const roster = new Roster(some);
        let stored = some;
        let turn = 9;
        for (const need of needs) {
          if (typeof need === 'number') {
            // Somebody gives one away in between.
            const giver = stored[need];
            if (!giver || giver.openCount === 0) continue;
            const historical = giver.pastCount > 0;
            roster.relieve(giver.id, { historical });
            stored = stored.map((agent) => (agent === giver ? withMore(agent, -1, historical) : agent));
            continue;
          }
          const expected = chooseAgent(stored, need);
          const decided = roster.place(need);
          expect(decided.agent?.id ?? decided).toEqual(expected.agent?.id ?? expected);
          turn += 1;
          stored = stored.map((agent) => (agent === expected.agent ? { ...withMore(agent, 1, need.historical), lastTurn: turn } : agent));
        }
      }),
      RUN,
    );
  });

  it('C21 looks in the queue for exactly what the rule would give to somebody', () => {
    const question = agents.chain((some) => fc.record({ some: fc.constant(some), need: needFor(some) }));
    fc.assert(
      fc.property(question, ({ some, need }) => {
        const found = new Roster(some)
          .openNeeds()
          .some(
            (kind) =>
              kind.historical === need.historical &&
              kind.language === need.language &&
              kind.needsCare === need.needsCare &&
              (kind.product === null || kind.product === need.product) &&
              !kind.agents.every((id) => need.releasedBy.includes(id)),
          );
        expect(found).toBe(chooseAgent(some, need).agent !== null);
      }),
      RUN,
    );
  });
});

describe('C21 the agents of one transaction', () => {
  const need: Need = { product: 'delivery', language: 'ko', priority: 'normal', needsCare: false, historical: false, releasedBy: [] };

  it('take turns: among equals it is whoever got none just now', () => {
    const roster = new Roster([anAgent({ id: 'a' }), anAgent({ id: 'b', openCount: 1 })]);
    expect([1, 2, 3].map(() => roster.place(need).agent?.id)).toEqual(['a', 'b', 'a']);
  });

  it('have no more room for today when past work of theirs has ended', () => {
    const roster = new Roster([anAgent({ id: 'a', capacity: 1, openCount: 2, pastCount: 1 })]);
    roster.relieve('a', { historical: true });
    expect(roster.place(need)).toEqual({ agent: null, reason: 'no-agent-available' });
    roster.relieve('a', { historical: false });
    expect(roster.place(need).agent?.id).toBe('a');
  });
});
