import fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { inBatches, lockBefore } from './batches.js';
import type { Delivery } from './delivery.js';
import type { EventHandler, LockKeys } from './handles.js';

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

describe('lockBefore', () => {
  const locked: (readonly string[])[] = [];
  const lock: LockKeys = async (_tx, keys) => locked.push(keys);
  const [a, b] = HANDLERS.map((handler) => ({ ...handler, lock })) as [EventHandler, EventHandler];
  const delivery = (handler: EventHandler, key: string): Delivery => ({ handler, event: { id: key, key } }) as Delivery;
  const tx = {} as EntityManager;
  beforeEach(() => locked.splice(0));

  it('C55 locks the keys of all batches at once, each key once, also of several handlers', async () => {
    await lockBefore(tx, [[delivery(a, 'k2'), delivery(a, 'k1')], [delivery(b, 'k3'), delivery(b, 'k1')], [delivery(HANDLERS[2]!, 'k4')]]);
    expect(locked).toEqual([['k2', 'k1', 'k3']]);
  });

  it('leaves a single batch to its handler', async () => {
    await lockBefore(tx, [[delivery(a, 'k1'), delivery(a, 'k2')]]);
    expect(locked).toEqual([]);
  });
});
