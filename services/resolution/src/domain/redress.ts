import { currencyUnknown, overAuthority, redressAmountMissing, redressAmountNotAllowed } from './errors.js';

export type RedressKind = 'apology' | 'refund' | 'redelivery' | 'replacement' | 'coupon' | 'extension' | 'goodwill';

/** What puts it right; `amountMinor` is in the currency's smallest unit. */
export interface Redress {
  kind: RedressKind;
  amountMinor?: number;
  currency?: string;
}

/** Does this kind of redress move money? Delivering, replacing or extending may state its worth. */
const MONEY: Readonly<Record<RedressKind, 'needed' | 'possible' | 'none'>> = {
  apology: 'none',
  refund: 'needed',
  redelivery: 'possible',
  replacement: 'possible',
  coupon: 'needed',
  extension: 'possible',
  goodwill: 'needed',
};

/** ISO 4217 currencies that we pay in. */
const CURRENCIES: readonly string[] = ['KRW', 'USD', 'INR', 'EUR', 'GBP', 'JPY', 'CNY', 'SGD', 'AUD', 'CAD'];

/** Refuses redress that could not be carried out: money without an amount, an amount without its currency, a paid apology. */
export function mustBeSoundRedress(redress: readonly Redress[]): void {
  redress.forEach(({ kind, amountMinor, currency }, index) => {
    const money = MONEY[kind];
    const isStated = amountMinor !== undefined || currency !== undefined;
    if (money === 'none' && isStated) throw redressAmountNotAllowed(kind, index);
    if (!isStated && money !== 'needed') return;
    if (amountMinor === undefined || amountMinor <= 0) throw redressAmountMissing(kind, index, 'amountMinor');
    if (currency === undefined) throw redressAmountMissing(kind, index, 'currency');
    if (!CURRENCIES.includes(currency)) throw currencyUnknown(currency, index, CURRENCIES);
  });
}

/** Refuses an offer whose sum in one currency is more than its author may decide alone. */
export function mustBeWithinAuthority(redress: readonly Redress[], limitsMinor: Readonly<Record<string, number>>): void {
  const sums = new Map<string, number>();
  for (const { amountMinor = 0, currency } of redress) {
    if (currency !== undefined) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  }
  for (const [currency, sum] of sums) {
    const limit = limitsMinor[currency] ?? 0;
    if (sum > limit) throw overAuthority(sum, limit, currency);
  }
}
