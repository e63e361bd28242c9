/** A calendar day, written YYYY-MM-DD; days compare like their texts. */
export type Day = string;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Moonlight's twenty whole weeks, by the house's own clock (UTC, like every moment of the API). */
export const STORY = { from: '2025-03-03', to: '2025-07-20', weeks: 20 } as const;

/** Weekdays as they are counted here: Monday is 1. */
export const MON = 1;
export const TUE = 2;
export const WED = 3;
export const THU = 4;
export const FRI = 5;
export const SAT = 6;
export const SUN = 7;

/** The day on which a moment falls. */
export function dayOf(moment: Date): Day {
  return moment.toISOString().slice(0, 10);
}

/** The day so many days later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(day) + days * DAY));
}

/** How many days `to` is later than `from`. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** The moment so many minutes later. */
export function minutesAfter(moment: Date, minutes: number): Date {
  return new Date(moment.getTime() + Math.round(minutes * MINUTE));
}

/** Every day of a stretch, both ends included. */
export function everyDay(from: Day, to: Day): Day[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(day: Day): number {
  return new Date(day).getUTCDay() || 7;
}

/** The Monday of a day's week: weeks are named by it. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}

/** A day of the story by its week (from 1) and weekday. */
export function dayInWeek(week: number, weekday: number): Day {
  return addDays(STORY.from, (week - 1) * 7 + weekday - 1);
}

/** The week of the story (from 1) in which a day lies. */
export function weekNumber(day: Day): number {
  return Math.floor(daysBetween(STORY.from, day) / 7) + 1;
}

/** A moment on a day; hours above 23 run into the next day, as evenings do. */
export function at(day: Day, hour: number, minute = 0): Date {
  return new Date(Date.parse(day) + (hour * 60 + minute) * MINUTE);
}
