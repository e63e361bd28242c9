import { addDays, type Day } from './calendar.js';

/** Complaints whose incident happened on a day, as known at one reading. */
export interface DayCount {
  on: Day;
  /** Known by the end of the day of judgement. */
  count: number;
  /** Known before the day of judgement began: does not move while that day's complaints arrive in any order. */
  countBefore: number;
}

/** What one stretch of days looks like. */
export interface WindowShape {
  from: Day;
  to: Day;
  total: number;
  /** Days with at least one complaint. */
  days: number;
  /** Complaints of the fullest day. */
  busiest: number;
  /** The total with the fullest day counted like the second fullest, so that one bad day cannot look like growth. */
  steady: number;
}

/** Counts a stretch of days that ends on `to`, both ends included. */
export function windowShape(counts: readonly DayCount[], to: Day, windowDays: number): WindowShape {
  const from = addDays(to, 1 - windowDays);
  let total = 0;
  let days = 0;
  let busiest = 0;
  let second = 0;
  for (const { on, count } of counts) {
    if (on < from || on > to || count <= 0) continue;
    total += count;
    days += 1;
    if (count > busiest) [busiest, second] = [count, busiest];
    else if (count > second) second = count;
  }
  return { from, to, total, days, busiest, steady: total - busiest + second };
}

/** The days from `from` to `to` that were known before the day of judgement began. */
export function knownBefore(counts: readonly DayCount[], from: Day, to: Day): number {
  let total = 0;
  for (const { on, countBefore } of counts) if (on >= from && on <= to) total += countBefore;
  return total;
}
