/** A calendar day in UTC, written YYYY-MM-DD; days compare like their texts. */
export type Day = string;

const DAY = 86_400_000;

// Judging names the same few hundred days thousands of times a second, and a Date takes a microsecond to write or to read.
const REMEMBERED = 20_000;
const names = new Map<number, Day>();
const numbers = new Map<Day, number>();

/** The day on which a moment falls (UTC). */
export function dayOf(moment: Date): Day {
  return nameOf(Math.floor(moment.getTime() / DAY));
}

/** The day `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return nameOf(numberOf(day) + days);
}

/** How many days `to` is later than `from`. */
export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from);
}

/** The last moment of a day. */
export function endOf(day: Day): Date {
  return new Date(Date.parse(day) + DAY - 1);
}

/** The Monday of a moment's week: weeks are named by it. */
export function weekOf(moment: Date): Day {
  const sinceMonday = (moment.getUTCDay() + 6) % 7;
  return addDays(dayOf(moment), -sinceMonday);
}

function nameOf(number: number): Day {
  const known = names.get(number);
  if (known !== undefined) return known;
  const name = new Date(number * DAY).toISOString().slice(0, 10);
  remember(number, name);
  return name;
}

/** Days since 1 January 1970; NaN when it is no day. */
export function numberOf(day: Day): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const number = Math.round(Date.parse(day) / DAY);
  if (!Number.isNaN(number)) remember(number, day);
  return number;
}

function remember(number: number, day: Day): void {
  if (names.size >= REMEMBERED) for (const map of [names, numbers]) map.clear();
  names.set(number, day);
  numbers.set(day, number);
}
