import { POLICY } from '../../test/builders.js';
import { mustBeSoundRedress, mustBeWithinAuthority, type Redress } from './redress.js';

describe('redress that can be carried out', () => {
  it.each<[string, Redress[]]>([
    ['nothing', []],
    ['an apology', [{ kind: 'apology' }]],
    ['a refund', [{ kind: 'refund', amountMinor: 12_000, currency: 'KRW' }]],
    ['an extension without a price', [{ kind: 'extension' }]],
    ['a replacement with its worth', [{ kind: 'replacement', amountMinor: 900, currency: 'USD' }]],
    ['several', [{ kind: 'apology' }, { kind: 'coupon', amountMinor: 3_000, currency: 'KRW' }]],
  ])('%s', (_, redress) => expect(() => mustBeSoundRedress(redress)).not.toThrow());

  it.each<[string, Redress[], string, string]>([
    ['a refund of nothing', [{ kind: 'refund' }], 'redress.amount-missing', '/redress/0/amountMinor'],
    ['a refund of zero', [{ kind: 'refund', amountMinor: 0, currency: 'KRW' }], 'redress.amount-missing', '/redress/0/amountMinor'],
    ['an amount without currency', [{ kind: 'apology' }, { kind: 'coupon', amountMinor: 5 }], 'redress.amount-missing', '/redress/1/currency'],
    ['a currency without amount', [{ kind: 'extension', currency: 'KRW' }], 'redress.amount-missing', '/redress/0/amountMinor'],
    ['a paid apology', [{ kind: 'apology', amountMinor: 5, currency: 'KRW' }], 'redress.amount-not-allowed', '/redress/0/amountMinor'],
    ['an unknown currency', [{ kind: 'goodwill', amountMinor: 5, currency: 'ABC' }], 'redress.currency-unknown', '/redress/0/currency'],
  ])('refuses %s', (_, redress, code, field) => {
    expect(() => mustBeSoundRedress(redress)).toThrow(
      expect.objectContaining({ code, refusal: 'invalid', details: expect.objectContaining({ field, remedy: expect.any(String) }) }),
    );
  });
});

describe("C24 an agent's own authority", () => {
  const won = (amountMinor: number): Redress => ({ kind: 'coupon', amountMinor, currency: 'KRW' });

  it.each<[string, Redress[], boolean]>([
    ['no money', [{ kind: 'apology' }], true],
    ['up to the limit', [won(30_000)], true],
    ['one won more', [won(30_001)], false],
    ['two offers that are too much together', [won(20_000), { ...won(20_000), kind: 'refund' }], false],
    ['each currency inside its own limit', [won(30_000), { kind: 'refund', amountMinor: 3_000, currency: 'USD' }], true],
    ['a currency without a limit', [{ kind: 'refund', amountMinor: 1, currency: 'EUR' }], false],
  ])('%s', (_, redress, isWithin) => {
    const check = () => mustBeWithinAuthority(redress, POLICY.agentRedressLimitsMinor);
    if (isWithin) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'redress.over-authority', refusal: 'forbidden' }));
  });
});
