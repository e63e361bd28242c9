import fc from 'fast-check';
import { heardClosed, heardRegistered, heardReopened, heardWithdrawn, standing, unheardOf, type ComplaintFact } from './complaint-fact.js';
import { tallyChanges } from './complaint-tally.js';

const at = (day: number) => new Date(Date.UTC(2026, 2, day, 12));
const beginning = { kind: 'complaint', product: 'membership', language: 'ko', occurredAt: at(1), registeredAt: at(2) } as const;
type Step = (fact: ComplaintFact) => ComplaintFact;
const registered: Step = (fact) => heardRegistered(fact, beginning);
const withdrawn =
  (day: number): Step =>
  (fact) =>
    heardWithdrawn(fact, at(day));
const closed =
  (cycle: number, day: number): Step =>
  (fact) =>
    heardClosed(fact, { ...beginning, cycle, closedAt: at(day), hasCause: true });
const reopened =
  (cycle: number, day: number): Step =>
  (fact) =>
    heardReopened(fact, cycle, at(day));
const after = (...steps: Step[]) => steps.reduce((fact, step) => step(fact), unheardOf('c'));

it.each([
  ['open', [registered]],
  ['withdrawn', [registered, withdrawn(3)]],
  ['withdrawn', [withdrawn(3), registered]],
  ['closed', [registered, closed(1, 3)]],
  ['closed', [closed(1, 3), registered]],
  ['closed', [registered, withdrawn(3), closed(1, 3)]],
  ['open', [registered, closed(1, 3), reopened(2, 4)]],
  ['open', [registered, withdrawn(3), closed(1, 3), reopened(2, 4)]],
  ['withdrawn', [registered, closed(1, 3), reopened(2, 4), withdrawn(5)]],
  ['closed', [registered, closed(1, 3), reopened(2, 4), closed(2, 5)]],
  ['closed', [registered, closed(1, 3), reopened(2, 4), closed(2, 5), closed(1, 3)]],
  ['open', [registered, closed(1, 3), reopened(2, 4), closed(2, 5), reopened(3, 6), reopened(2, 4)]],
] as const)('C17 a complaint is %s after what was heard (case %#)', (expected, steps) => expect(standing(after(...steps))).toBe(expected));

it('the sums agree with what was heard, in every order of the topics', () => {
  const fromIntake = [registered, withdrawn(3)];
  const fromResolution = [closed(1, 3), reopened(2, 4), closed(2, 5)];
  const property = fc.property(fc.nat(2), fc.nat(3), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (intake, resolution, turns) => {
    const [a, b] = [fromIntake.slice(0, intake), fromResolution.slice(0, resolution)];
    const merged: Step[] = [];
    for (const isIntake of [...turns, true, false, true, false, true, false]) {
      const step = (isIntake ? a : b).shift();
      if (step) merged.push(step);
    }
    let fact = unheardOf('c');
    const sums = { received: 0, closed: 0, withdrawn: 0, causes: 0 };
    for (const step of [...merged, ...a, ...b]) {
      const known = step(fact);
      for (const change of tallyChanges([{ before: fact, after: known }]))
        for (const name of ['received', 'closed', 'withdrawn', 'causes'] as const) sums[name] += change[name];
      fact = known;
    }
    const now = fact.kind ? standing(fact) : undefined;
    expect(sums).toEqual({
      received: Number(now !== undefined),
      closed: Number(now === 'closed'),
      withdrawn: Number(now === 'withdrawn'),
      causes: Number(now === 'closed'),
    });
  });
  fc.assert(property, { numRuns: 300 });
});
