import type { Chance } from './chance.js';
import type { Channel, Told } from './story-complaint.js';
import type { Language } from './texts/cause-texts.js';

const NAMES: Record<Language, readonly string[]> = {
  ko: [
    '김서연',
    '박지훈',
    '이하준',
    '최유진',
    '정민서',
    '강도현',
    '조은비',
    '윤재호',
    '장수아',
    '임태영',
    '한지민',
    '오세훈',
    '서예린',
    '신동우',
    '권나래',
  ],
  en: [
    'Emma Clarke',
    'James Osei',
    'Sofia Brandt',
    'Liam Doyle',
    'Maya Fischer',
    'Noah Bennett',
    'Chloe Martin',
    'Ethan Wright',
    'Ava Rossi',
    'Lucas Hale',
    'Ella Novak',
  ],
  te: ['లక్ష్మి', 'వెంకటేశ్', 'పద్మజ', 'రమేశ్', 'శ్రీలత', 'కిరణ్', 'అనూష', 'నాగరాజు', 'భవాని', 'హరీశ్'],
};

/** Far more Korean than English, more English than Telugu; that is how Moonlight's city is. */
const LANGUAGE_SHARES = [
  ['ko', 45],
  ['en', 34],
  ['te', 21],
] as const;
const CHANNEL_SHARES = [
  ['app', 46],
  ['web', 19],
  ['chat', 12],
  ['e-mail', 10],
  ['phone', 8],
  ['social', 3],
  ['in-person', 2],
] as const;

/** In which language the next customer writes. */
export function languageOf(chance: Chance): Language {
  return chance.weighted(LANGUAGE_SHARES);
}

/** Over which channel the next customer comes. */
export function channelOf(chance: Chance): Channel {
  return chance.weighted(CHANNEL_SHARES);
}

/** Somebody who complains; addresses end in example.com, which belongs to nobody. */
export function customerOf(externalId: string, language: Language, chance: Chance): NonNullable<Told['customer']> {
  return { name: chance.of(NAMES[language]), email: `${externalId}@example.com` };
}

/** An order number as it is printed on the receipt. */
export function orderNumberOf(chance: Chance): string {
  return `ML-${chance.between(10_000, 99_999)}`;
}
