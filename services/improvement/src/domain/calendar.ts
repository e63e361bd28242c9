/** A calendar day in UTC, written YYYY-MM-DD; days compare like their texts. */
export type Day = string;

const DAY = 86_400_000;

/** The day on which a moment falls (UTC). */
export function dayOf(moment: Date): Day {
  return moment.toISOString().slice(0, 10);
}

/** The day `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(day) + days * DAY));
}

/** How many days `to` is later than `from`. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
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
