import fc from 'fast-check';
import { inBatches } from './batches.js';
import type { Delivery } from './delivery.js';
import type { EventHandler } from './handles.js';

const HANDLERS = ['a', 'b', 'c'].map((name): EventHandler => ({ name, contracts: [], handle: () => Promise.resolve() }));

const deliveries = fc
  .array(fc.record({ handler: fc.constantFrom(...HANDLERS), key: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5') }), { maxLength: 60 })
  .map((drawn) => drawn.map(({ handler, key }, n) => ({ handler, event: { id: String(n), key } }) as Delivery));

describe('inBatches', () => {
  it('C55 keeps every delivery once and the order of each key, and never puts a key twice into a batch', () => {
    fc.assert(
      fc.property(deliveries, (given) => {
        const batches = inBatches(given);
        const flat = batches.flat();
        expect(new Set(flat)).toEqual(new Set(given));
        expect(flat).toHaveLength(given.length);
        for (const key of new Set(given.map(({ event }) => event.key))) {
          expect(flat.filter(({ event }) => event.key === key)).toEqual(given.filter(({ event }) => event.key === key));
        }
        for (const batch of batches) {
          expect(new Set(batch.map(({ handler }) => handler)).size).toBe(1);
          expect(new Set(batch.map(({ event }) => event.key)).size).toBe(batch.length);
        }
      }),
    );
  });

  it('C55 gives a handler all its events of different keys at once', () => {
    const given = ['k1', 'k2', 'k3'].flatMap((key) => HANDLERS.map((handler) => ({ handler, event: { id: key, key } }) as Delivery));
    expect(inBatches(given)).toHaveLength(HANDLERS.length);
  });
});
