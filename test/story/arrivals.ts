import { at, FRI, minutesAfter, SAT, STORY, SUN, weekdayOf, type Day } from './calendar.js';
import type { Chance } from './chance.js';

/** When people eat, they complain: a small peak at noon and the large one from 18 to 21 h. */
const HOURS: readonly (readonly [number, number])[] = [
  [9, 2],
  [10, 2],
  [11, 4],
  [12, 8],
  [13, 7],
  [14, 3],
  [15, 3],
  [16, 3],
  [17, 6],
  [18, 16],
  [19, 20],
  [20, 17],
  [21, 7],
  [22, 3],
];

/** How busy a weekday is: Friday and Saturday most. */
export function weightOfDay(day: Day): number {
  return ({ [FRI]: 2.4, [SAT]: 2.4, [SUN]: 1.5 } as Record<number, number>)[weekdayOf(day)] ?? 1;
}

/** A moment of the day at which things go wrong. */
export function momentOn(day: Day, chance: Chance): Date {
  return at(day, chance.weighted(HOURS), chance.between(0, 59));
}

/** When the customer writes: mostly the same evening, sometimes the next day, a few only after days. Never after the story. */
export function toldAfter(occurredAt: Date, chance: Chance): Date {
  const minutes = chance.weighted([
    [chance.between(4, 75), 78],
    [chance.between(11 * 60, 26 * 60), 16],
    [chance.between(3 * 24 * 60, 9 * 24 * 60), 6],
  ]);
  const told = minutesAfter(occurredAt, minutes);
  return told < at(STORY.to, 22) ? told : minutesAfter(occurredAt, 12);
}
