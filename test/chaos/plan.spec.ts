import { nameOfPlan, planFaults, TROUBLES } from './plan.js';
import { isKill, type Fault } from './trouble.js';

const MINUTE = 60_000;
const plan = (seed: string, transport: 'kafka' | 'postgres', minutes = 20): Fault[] => planFaults({ seed, forMs: minutes * MINUTE, transport });
const kills = (faults: readonly Fault[]): number => faults.filter((fault) => isKill(fault, 'done')).length;

describe('the plan of a fault run', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(nameOfPlan(plan('7', 'kafka'))).toBe(nameOfPlan(plan('7', 'kafka')));
    expect(nameOfPlan(plan('7', 'kafka'))).not.toBe(nameOfPlan(plan('8', 'kafka')));
  });

  it.each(['1', '2', '3', '4', '5'])('kills more than 300 times in 20 minutes (seed %s)', (seed) => {
    expect(kills(plan(seed, 'kafka'))).toBeGreaterThan(300);
    expect(kills(plan(seed, 'postgres'))).toBeGreaterThan(300);
  });

  it('has every kind of trouble that the transport can have', () => {
    const kinds = (transport: 'kafka' | 'postgres') => new Set(plan('7', transport, 120).map(({ kind }) => kind));
    expect([...kinds('kafka')].sort()).toEqual([...TROUBLES].sort());
    expect([...kinds('postgres')].sort()).toEqual(TROUBLES.filter((kind) => !kind.startsWith('broker')).sort());
  });

  it('knows only what it is asked for', () => {
    const faults = planFaults({ seed: '7', forMs: 20 * MINUTE, transport: 'kafka', kinds: ['poison', 'kill'] });
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['poison', 'kill']));
  });
});
