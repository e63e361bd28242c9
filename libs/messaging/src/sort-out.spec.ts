import type { Arrival } from './delivery.js';
import type { EventHandler } from './handles.js';
import { sortOut } from './sort-out.js';

const HANDLERS = ['note.one', 'note.other'].map((name): EventHandler => ({ name, contracts: [], handle: () => Promise.resolve() }));
const arrival = (key: string, sequence: number, { of = 0, held }: { of?: number; held?: string } = {}): Arrival =>
  ({
    handler: HANDLERS[of],
    event: { id: `${key}${sequence}`, key, source: 's', sequence },
    ...(held ? { held, detail: '' } : {}),
  }) as unknown as Arrival;

function sorted(arrivals: readonly Arrival[], { parked = [], missing = [] }: { parked?: string[]; missing?: [string, number][] } = {}) {
  const { ready, waiting } = sortOut(arrivals, new Set(parked), new Map(missing));
  return { ready: ready.map(({ event }) => event.id), waiting: waiting.map(({ arrival: { event }, reason }) => `${event.id} ${reason}`) };
}

it('applies what nothing stands before', () => {
  expect(sorted([arrival('a', 1), arrival('b', 1), arrival('a', 2)])).toEqual({ ready: ['a1', 'b1', 'a2'], waiting: [] });
});

it.each(['quarantined', 'unknown-version'])('I5 what is %s waits, and all later ones of its key behind it; other keys go on', (held) => {
  expect(sorted([arrival('a', 1), arrival('a', 2, { held }), arrival('b', 1), arrival('a', 3), arrival('a', 4)])).toEqual({
    ready: ['a1', 'b1'],
    waiting: [`a2 ${held}`, 'a3 behind-parked', 'a4 behind-parked'],
  });
});

it('I5 what comes after a hole waits for it, what fills it does not', () => {
  const missing: [string, number][] = [['s a', 2]];
  expect(sorted([arrival('a', 1), arrival('a', 3), arrival('b', 3)], { missing })).toEqual({ ready: ['a1', 'b3'], waiting: ['a3 gap'] });
  expect(sorted([arrival('a', 2)], { missing })).toEqual({ ready: ['a2'], waiting: [] });
});

it('I5 nothing passes what waits already, for the handler for which it waits', () => {
  const both = [arrival('a', 5), arrival('a', 5, { of: 1 })];
  expect(sorted(both, { parked: ['note.one a'] })).toEqual({ ready: ['a5'], waiting: ['a5 behind-parked'] });
});
