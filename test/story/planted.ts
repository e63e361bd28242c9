import { momentOn, toldAfter } from './arrivals.js';
import { addDays, at, dayInWeek, FRI, MON, SAT, STORY, SUN, THU, TUE, WED, type Day } from './calendar.js';
import { chanceOf, deckOf, type Chance } from './chance.js';
import type { StoryComplaint } from './story-complaint.js';
import { tellerOf } from './telling.js';
import { appOutage } from './texts/app-outage.js';
import type { CauseTexts } from './texts/cause-texts.js';
import { chargedTwiceByCard } from './texts/charged-twice-by-card.js';
import { couponTakenOrderCancelled } from './texts/coupon-taken-order-cancelled.js';
import { lateOnFridayEvening } from './texts/late-on-friday-evening.js';
import { membershipHardToCancel } from './texts/membership-hard-to-cancel.js';

/** The day on which each planted fix ships. */
export const SHIP_ON = {
  [membershipHardToCancel.cause]: dayInWeek(8, TUE),
  [lateOnFridayEvening.cause]: dayInWeek(10, TUE),
  [chargedTwiceByCard.cause]: dayInWeek(11, TUE),
} as const satisfies Record<string, Day>;

/** The evening of the outage. */
export const OUTAGE_ON = dayInWeek(13, SAT);

/** Every complaint of the causes that the story is about. */
export function plantedComplaints(): StoryComplaint[] {
  return [...membership(), ...fridays(), ...chargedTwice(), ...couponTaken(), ...outage()];
}

/** Five or six a week from week 3 until the fix ships; two told after it about days before it, and one straggler with an old app. */
function membership(): StoryComplaint[] {
  const { tell, chance } = planted(membershipHardToCancel);
  const shipOn = SHIP_ON[membershipHardToCancel.cause]!;
  const until = addDays(shipOn, -1);
  const days = [3, 4, 5, 6, 7, 8].flatMap((week) => daysOfWeek(week, chance.between(5, 6), chance)).filter((day) => day <= until);
  const usual = days.map((day) => inTime(day, shipOn, chance, tell));
  const toldLate = [-5, -2].map((before, index) => tell(at(addDays(shipOn, before), 11, 20), at(addDays(shipOn, 1 + 3 * index), 9, 40)));
  const straggler = tell(at(dayInWeek(10, FRI), 12, 5), at(dayInWeek(10, FRI), 12, 30));
  return [...usual, ...toldLate, straggler];
}

/** About five a week in one district from week 5 to the end: three on Friday evening, one after midnight, one on Thursday. */
function fridays(): StoryComplaint[] {
  const { tell, chance } = planted(lateOnFridayEvening);
  const told: StoryComplaint[] = [];
  for (let week = 5; week <= STORY.weeks; week += 1) {
    const friday = dayInWeek(week, FRI);
    const evenings = [
      at(friday, 18, chance.between(5, 55)),
      at(friday, 19, chance.between(0, 59)),
      at(friday, 20, chance.between(0, 59)),
      at(friday, 24, chance.between(5, 50)),
    ];
    if (week % 3 !== 0) evenings.push(at(dayInWeek(week, THU), 19, chance.between(0, 59)));
    if (week % 4 === 0) evenings.push(at(friday, 21, chance.between(0, 40)));
    for (const occurredAt of evenings) told.push(tell(occurredAt, toldAfter(occurredAt, chance)));
  }
  return told;
}

/** Four a week from week 6 until the duplicate check ships; one told only after it. */
function chargedTwice(): StoryComplaint[] {
  const { tell, chance } = planted(chargedTwiceByCard);
  const shipOn = SHIP_ON[chargedTwiceByCard.cause]!;
  const days = [6, 7, 8, 9, 10].flatMap((week) => daysOfWeek(week, 4, chance));
  const usual = days.map((day) => inTime(day, shipOn, chance, tell));
  return [...usual, tell(at(addDays(shipOn, -4), 20, 15), at(addDays(shipOn, 2), 10, 5))];
}

/** The same failure under another name: two a week from the day after the fix. */
function couponTaken(): StoryComplaint[] {
  const { tell, chance } = planted(couponTakenOrderCancelled);
  const told: StoryComplaint[] = [];
  for (let week = 11; week <= STORY.weeks; week += 1) {
    // Always the same weekdays: then no fourteen days hold more than four, and it stays below a problem of its own.
    for (const weekday of [WED, SAT]) {
      const occurredAt = momentOn(dayInWeek(week, weekday), chance);
      told.push(tell(occurredAt, toldAfter(occurredAt, chance)));
    }
  }
  return told;
}

/** Fifteen people in two hours on one Saturday evening, and nobody afterwards. */
function outage(): StoryComplaint[] {
  const { tell, chance } = planted(appOutage);
  return Array.from({ length: 15 }, (_, index) => {
    const occurredAt = at(OUTAGE_ON, 18, 3 + index * 8);
    return tell(occurredAt, at(OUTAGE_ON, 18, 3 + index * 8 + chance.between(2, 50)));
  });
}

function planted(texts: CauseTexts) {
  return { tell: tellerOf(texts, { mayWithdraw: false }), chance: chanceOf(`planted ${texts.cause}`) };
}

function daysOfWeek(week: number, count: number, chance: Chance): Day[] {
  const deal = deckOf([MON, TUE, WED, THU, FRI, SAT, SUN], chance);
  return Array.from({ length: count }, () => dayInWeek(week, deal())).toSorted();
}

/** Told soon enough to be known before the fix ships, as far as possible. */
function inTime(day: Day, shipOn: Day, chance: Chance, tell: (occurredAt: Date, registeredAt: Date) => StoryComplaint): StoryComplaint {
  const occurredAt = momentOn(day, chance);
  const told = toldAfter(occurredAt, chance);
  const latest = at(shipOn, 8);
  return tell(occurredAt, told < latest ? told : new Date(occurredAt.getTime() + 9 * 60_000));
}
