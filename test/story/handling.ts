import { at, addDays, dayOf, minutesAfter } from './calendar.js';
import type { Chance } from './chance.js';
import type { Step } from './story-complaint.js';
import type { Language, Redress } from './texts/cause-texts.js';

const DESK = { opens: 9, closes: 22 };

const WE_ARE_ON_IT: Record<Language, readonly string[]> = {
  ko: [
    '불편을 드려 죄송합니다. 제가 맡아 확인하고 있으며 내일까지 말씀드리겠습니다.',
    '말씀 잘 읽었습니다. 관련 부서에 확인 중이고, 다시 설명하시지 않아도 됩니다.',
  ],
  en: [
    'I am sorry about this. I have taken it over and you will hear from me by tomorrow.',
    'Thank you, I have read all of it. I am asking the people concerned; you need not explain it again.',
  ],
  te: ['జరిగిన దానికి క్షమించండి. మీ ఫిర్యాదు నేను చూస్తున్నాను, రేపటిలోగా చెబుతాను.', 'మీరు రాసినదంతా చదివాను. సంబంధిత వారిని అడుగుతున్నాను, మళ్లీ చెప్పాల్సిన అవసరం లేదు.'],
};

/** What is decided on an ordinary complaint. */
export interface Outcome {
  cause: string;
  language: Language;
  decision: 'upheld' | 'partly-upheld';
  reasons: string;
  redress: readonly Redress[];
}

/** The ordinary way: sometimes a word in between, a decision with reasons, an answer or silence, and the end. */
export function ordinaryHandling(registeredAt: Date, { cause, language, decision, reasons, redress }: Outcome, chance: Chance): Step[] {
  const steps: Step[] = [];
  let now = registeredAt;
  const later = (hours: number) => (now = onDuty(minutesAfter(now, hours * 60)));

  if (chance.happens(0.22)) steps.push({ do: 'message', text: chance.of(WE_ARE_ON_IT[language]), at: later(0.5 + 3 * chance.next()) });
  if (chance.happens(0.08)) steps.push({ do: 'find', text: `Checked against the order record: ${cause}.`, at: later(1) });
  steps.push({ do: 'propose', decision, reasons, redress, at: later(2 - 11 * Math.log(1 - 0.97 * chance.next())) });
  // Partly upheld waits for the customer's word; otherwise silence for two days counts as agreement.
  const answers = decision === 'partly-upheld' || chance.happens(0.6);
  if (answers) steps.push({ do: 'accept', at: (now = minutesAfter(now, 20 + 900 * chance.next() ** 2)) });
  steps.push({ do: 'close', causeCode: cause, at: later(answers ? 0.2 + chance.next() : 40 + 20 * chance.next()) });
  return steps;
}

/** How a question or a suggestion is answered: once, kindly, and done. */
export function answered(registeredAt: Date, answer: string, chance: Chance): Step[] {
  const toldAt = onDuty(minutesAfter(registeredAt, 20 + 600 * chance.next() ** 2));
  return [
    { do: 'propose', decision: 'answered', reasons: answer, redress: [], at: toldAt },
    { do: 'close', at: minutesAfter(toldAt, 5) },
  ];
}

/** The customer takes it back before anything was decided. */
export function takenBack(registeredAt: Date, chance: Chance): Step[] {
  return [{ do: 'withdraw', at: minutesAfter(registeredAt, 15 + 180 * chance.next()) }];
}

/** The first moment from then on at which somebody is at the desk. */
function onDuty(moment: Date): Date {
  const day = dayOf(moment);
  const minute = moment.getUTCMinutes();
  if (moment.getUTCHours() < DESK.opens) return at(day, DESK.opens, minute);
  return moment.getUTCHours() < DESK.closes ? moment : at(addDays(day, 1), DESK.opens, minute);
}
