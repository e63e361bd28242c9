import { at, STORY } from './calendar.js';
import { chanceOf, deckOf, type Chance } from './chance.js';
import { channelOf, customerOf, languageOf, orderNumberOf } from './customers.js';
import { ordinaryHandling, takenBack } from './handling.js';
import type { Step, StoryComplaint } from './story-complaint.js';
import { LANGUAGES, type CauseTexts, type Language, type Told } from './texts/cause-texts.js';
import { withLastWords, worded } from './wording.js';

const MAY_BE_TAKEN_BACK = 0.035;
const PARTLY_UPHELD = 0.12;

/** Makes the complaints of one cause: each with its own words, customer and handling. */
export function tellerOf(texts: CauseTexts, { mayWithdraw }: { mayWithdraw: boolean }) {
  const chance = chanceOf(texts.cause);
  const told = decks(texts.told, chance);
  const reasons = decks(texts.reasons, chance);
  let count = 0;
  return (occurredAt: Date, registeredAt: Date): StoryComplaint => {
    const externalId = `moonlight-${texts.cause}-${String((count += 1)).padStart(3, '0')}`;
    const language = languageOf(chance);
    const orderNumber = orderNumberOf(chance);
    const text = withLastWords(worded(told[language](), language, chance, { order: orderNumber }), language, chance);
    const { cause, product, category, remedySought, severity, redress } = texts;
    const decision = chance.happens(PARTLY_UPHELD) ? 'partly-upheld' : 'upheld';
    const outcome = { cause, language, decision, reasons: reasons[language](), redress } as const;
    const steps =
      mayWithdraw && chance.happens(MAY_BE_TAKEN_BACK) ? takenBack(registeredAt, chance) : ordinaryHandling(registeredAt, outcome, chance);
    return {
      told: {
        ...{ channel: channelOf(chance), externalId, kind: 'complaint', text, product, category, orderNumber, remedySought, language },
        customer: customerOf(externalId, language, chance),
        ...(severity === undefined ? {} : { severity }),
      },
      occurredAt,
      registeredAt,
      steps: withinStory(steps),
    };
  };
}

/** One deck of texts per language. */
export function decks(texts: Told, chance: Chance): Record<Language, () => string> {
  return Object.fromEntries(LANGUAGES.map((language) => [language, deckOf(texts[language], chance)])) as Record<Language, () => string>;
}

/** What would happen after the last evening of the story is still to come: those complaints stay open. */
export function withinStory(steps: readonly Step[]): Step[] {
  return steps.filter((step) => step.at < at(STORY.to, 23));
}
