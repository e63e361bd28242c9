import type { Chance } from './chance.js';
import type { Language, Told } from './texts/cause-texts.js';

const DISHES: Told = {
  ko: ['김치찌개', '비빔밥', '순두부찌개', '떡볶이', '냉면', '돈가스', '된장찌개', '짜장면', '제육볶음', '만두전골'],
  en: [
    'chicken biryani',
    'tomato soup',
    'mushroom risotto',
    'fried rice',
    'noodle soup',
    'paneer curry',
    'fish and chips',
    'lentil stew',
    'vegetable dumplings',
  ],
  te: ['చికెన్ బిర్యానీ', 'మసాలా దోశ', 'పనీర్ కర్రీ', 'వెజ్ పులావ్', 'ఆలూ పరాఠా', 'టమాటా పప్పు', 'ఎగ్ ఫ్రైడ్ రైస్', 'చేపల పులుసు'],
};

const PLACES: Told = {
  ko: ['달빛분식', '연꽃식당', '항구국수', '초록식탁', '할머니손맛', '동네빵집', '구리냄비'],
  en: ['Lotus Kitchen', 'Harbour Noodles', 'Green Table', 'The Copper Pot', 'Nine Lanterns', 'Corner Bakery'],
  te: ['అమ్మ వంటిల్లు', 'లోటస్ కిచెన్', 'హార్బర్ నూడుల్స్', 'గ్రీన్ టేబుల్', 'రాయల్ బిర్యానీ హౌస్'],
};

/** What some people add at the end, whatever it is about. */
const LAST_WORDS: Told = {
  ko: [
    '확인 부탁드립니다.',
    '빠른 답변 기다리겠습니다.',
    '다음에는 이런 일이 없었으면 합니다.',
    '평소에 잘 쓰고 있어서 더 아쉽네요.',
    '저 말고도 겪는 분이 있을 것 같아 남깁니다.',
  ],
  en: [
    'Please look into it.',
    'I like your service otherwise, which is why I write.',
    'I would be glad of an answer in writing.',
    'I am surely not the only one.',
    'Thank you for reading this.',
  ],
  te: ['దయచేసి పరిశీలించండి.', 'మీ జవాబు కోసం ఎదురుచూస్తాను.', 'ఇంకెవరికీ ఇలా జరగకూడదని రాస్తున్నాను.', 'మీ సేవ మామూలుగా బాగుంటుంది, అందుకే చెబుతున్నాను.'],
};

const CURRENCY: Record<Language, (won: string) => string> = { ko: (won) => `${won}원`, en: (won) => `${won} won`, te: (won) => `${won} వోన్` };

/** Fills the places that a text leaves open: dish, restaurant, minutes, order number, amount, and any named by the caller. */
export function worded(text: string, language: Language, chance: Chance, given: Readonly<Record<string, string>> = {}): string {
  const slots: Record<string, () => string> = {
    dish: () => chance.of(DISHES[language]),
    place: () => chance.of(PLACES[language]),
    minutes: () => String(chance.between(5, 15) * 5),
    amount: () => CURRENCY[language]((chance.between(16, 96) * 250).toLocaleString('en-US')),
  };
  const filled = text.replace(/\{(\w+)\}/g, (whole, name: string) => given[name] ?? slots[name]?.() ?? whole);
  return withParticles(filled);
}

/** Adds what some people say at the end; most are brief. */
export function withLastWords(text: string, language: Language, chance: Chance): string {
  return chance.happens(0.3) ? `${text} ${chance.of(LAST_WORDS[language])}` : text;
}

const PARTICLE = /(\S)\((이|을|은|과)\/(가|를|는|와)\)/gu;

/** Korean particles follow the sound before them: 치킨(이/가) → 치킨이, 만두(이/가) → 만두가. */
function withParticles(text: string): string {
  return text.replace(PARTICLE, (_, before: string, closed: string, open: string) => before + (endsClosed(before) ? closed : open));
}

/** Does this syllable (or digit, as it is read) end in a consonant? */
function endsClosed(character: string): boolean {
  const code = character.codePointAt(0)! - 0xac00;
  return code >= 0 && code < 11_172 ? code % 28 !== 0 : '0136780'.includes(character);
}
