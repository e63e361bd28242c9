/** The languages that Moonlight's customers write in. */
export const LANGUAGES = ['ko', 'en', 'te'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What is offered to put it right; Moonlight pays in won, which has no smaller unit. */
export interface Redress {
  kind: 'apology' | 'refund' | 'redelivery' | 'replacement' | 'coupon' | 'extension' | 'goodwill';
  amountMinor?: number;
  currency?: string;
}

export type Category = 'payment' | 'delay' | 'quality' | 'service' | 'other';
export type Product = 'ordering' | 'delivery' | 'payment' | 'membership' | 'app' | 'support';
export type Told = Record<Language, readonly string[]>;

/** One cause in the words of the people: what customers tell, and how the house answers with reasons. */
export interface CauseTexts {
  cause: string;
  product: Product;
  category: Category;
  /** 1 (light) to 3 (grave), for the causes where it is not simply the middle. */
  severity?: 1 | 2 | 3;
  remedySought: Redress['kind'];
  redress: readonly Redress[];
  told: Told;
  reasons: Told;
}

/** A refund in won. */
export const refund = (amountMinor: number): Redress => ({ kind: 'refund', amountMinor, currency: 'KRW' });

/** A small coupon in won, which an agent may give at once. */
export const coupon = (amountMinor: number): Redress => ({ kind: 'coupon', amountMinor, currency: 'KRW' });
