import fc from 'fast-check';
import { dammDigit, isReference, referenceFor } from './reference.js';

const ID = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01';

describe('C2 a reference that a person can read out', () => {
  it('agrees with the published example of the Damm algorithm', () => {
    expect(dammDigit('572')).toBe('4');
  });

  it('is made of the year, nine digits and a check digit', () => {
    expect(referenceFor(ID, new Date('2026-03-09T09:12:00Z'))).toMatch(/^C-2026-\d{5}-\d{5}$/);
  });

  it('is recognised again, however it is typed', () => {
    const reference = referenceFor(ID, new Date('2026-03-09T09:12:00Z'));
    expect(isReference(reference)).toBe(true);
    expect(isReference(reference.replace(/-/g, ' ').toLowerCase())).toBe(true);
  });

  it('shows every single wrong digit', () => {
    const seed = Number(process.env['SEED'] ?? Date.now());
    fc.assert(
      fc.property(fc.uuid({ version: 7 }), fc.nat({ max: 9 }), fc.integer({ min: 1, max: 9 }), (id, place, shift) => {
        const reference = referenceFor(id, new Date(0));
        const digits = [...reference.slice(7).replace('-', '')];
        digits[place] = String((Number(digits[place]) + shift) % 10);
        return !isReference(`C-1970-${digits.slice(0, 5).join('')}-${digits.slice(5).join('')}`);
      }),
      { seed },
    );
  });
});
