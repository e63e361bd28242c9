import { dayOf, type Day } from './calendar.js';
import type { Check } from './figures.js';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A day as a person writes it: 3 March 2025, without the year when it is clear. */
export function dayInWords(day: Day, { year = false } = {}): string {
  const [y, month, date] = day.split('-').map(Number);
  return `${date} ${MONTHS[month! - 1]}${year ? ` ${y}` : ''}`;
}

/** One or many. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Hours as a person says them. */
export function hoursInWords(hours: number): string {
  return hours < 48 ? counted(Math.round(hours), 'hour') : `${(hours / 24).toFixed(1).replace(/\.0$/, '')} days`;
}

/** A verdict with its figures, in one or two sentences. */
export function verdictInWords({ judgedAt, verdict, before, after, windowDays, movedTo }: Check): string {
  const on = dayInWords(dayOf(new Date(judgedAt)));
  const figures = `${before} in the ${windowDays} days before, ${after} in the ${windowDays} days after`;
  if (verdict === 'held') return `${on}: it held. ${figures}.`;
  if (verdict === 'inconclusive') return `${on}: it cannot be said yet. ${figures}.`;
  if (movedTo) return `${on}: it failed, the trouble only moved. ${figures}, but the same people now meet ${movedTo}.`;
  return `${on}: it failed. ${figures}.`;
}

/** A status of a problem as it is said at the end of a line. */
export function statusInWords(status: string): string {
  const words: Record<string, string> = {
    open: 'open',
    'fix-in-progress': 'a fix is being made',
    monitoring: 'shipped, being watched',
    effective: 'it held, waiting for a second person',
    reopened: 'open again',
    closed: 'closed',
  };
  return words[status] ?? status;
}
