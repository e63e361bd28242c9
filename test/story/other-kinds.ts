import { momentOn } from './arrivals.js';
import { dayInWeek, minutesAfter, STORY } from './calendar.js';
import { chanceOf } from './chance.js';
import { channelOf, customerOf, languageOf } from './customers.js';
import { answered } from './handling.js';
import type { StoryComplaint } from './story-complaint.js';
import { decks, withinStory } from './telling.js';
import type { Product, Told } from './texts/cause-texts.js';
import { COLLEAGUES, praise } from './texts/praise.js';
import { questions } from './texts/questions.js';
import { suggestions } from './texts/suggestions.js';
import { worded } from './wording.js';

const PER_WEEK = { praise: 2, question: 2, suggestion: 1 } as const;

/** Praise, questions and suggestions: as welcome as complaints, and nothing that could recur. */
export function otherKinds(): StoryComplaint[] {
  return [
    ...tellings('praise', praise.product, praise.told),
    ...tellings('question', questions.product, questions.told, questions.answers),
    ...tellings('suggestion', suggestions.product, suggestions.told, suggestions.answers),
  ];
}

function tellings(kind: 'praise' | 'question' | 'suggestion', product: Product, texts: Told, answers?: Told): StoryComplaint[] {
  const chance = chanceOf(kind);
  const told = decks(texts, chance);
  return Array.from({ length: STORY.weeks * PER_WEEK[kind] }, (_, index) => {
    const externalId = `moonlight-${kind}-${String(index + 1).padStart(3, '0')}`;
    const language = languageOf(chance);
    const colleague = chance.of(COLLEAGUES[language]);
    const words = told[language]();
    const week = 1 + Math.floor(index / PER_WEEK[kind]);
    const occurredAt = momentOn(dayInWeek(week, chance.between(1, 7)), chance);
    const registeredAt = minutesAfter(occurredAt, chance.between(5, 90));
    return {
      told: {
        ...{ channel: channelOf(chance), externalId, kind, text: worded(words, language, chance, { colleague }), product, language },
        customer: customerOf(externalId, language, chance),
        ...(words.includes('{colleague}') ? { aboutColleague: colleague } : {}),
      },
      occurredAt,
      registeredAt,
      // Praise needs nobody: it is passed on, not handled.
      steps: answers ? withinStory(answered(registeredAt, chance.of(answers[language]), chance)) : [],
    };
  });
}
