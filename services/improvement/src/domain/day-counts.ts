import { addDays, numberOf, type Day } from './calendar.js';

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

/** Daily counts laid out day by day: judging looks at the same days dozens of times. */
export class DaySeries {
  private readonly first: number;
  private readonly counts: Float64Array;
  /** At each place all of `countBefore` on the days before it. */
  private readonly sumsBefore: Float64Array;

  /** `counts`: in any order, each day once. */
  constructor(counts: readonly DayCount[]) {
    const days = counts.map(({ on }) => numberOf(on));
    this.first = days.reduce((a, b) => Math.min(a, b), Infinity);
    const length = counts.length === 0 ? 0 : days.reduce((a, b) => Math.max(a, b), -Infinity) - this.first + 1;
    this.counts = new Float64Array(length);
    this.sumsBefore = new Float64Array(length + 1);
    for (let i = 0; i < counts.length; i += 1) {
      const place = days[i]! - this.first;
      this.counts[place] = counts[i]!.count;
      this.sumsBefore[place + 1] = counts[i]!.countBefore;
    }
    for (let place = 0; place < length; place += 1) this.sumsBefore[place + 1]! += this.sumsBefore[place]!;
  }

  /** The stretch of days that ends on `to`, both ends included. */
  window(to: Day, windowDays: number): WindowShape {
    const end = numberOf(to) - this.first;
    let total = 0;
    let days = 0;
    let busiest = 0;
    let second = 0;
    for (let place = Math.max(0, end - windowDays + 1); place <= end && place < this.counts.length; place += 1) {
      const count = this.counts[place]!;
      if (count <= 0) continue;
      total += count;
      days += 1;
      if (count > busiest) [busiest, second] = [count, busiest];
      else if (count > second) second = count;
    }
    return { from: addDays(to, 1 - windowDays), to, total, days, busiest, steady: total - busiest + second };
  }

  /** The complaints from `from` to `to` that were known before the day of judgement began. */
  knownBefore(from: Day, to: Day): number {
    return this.sumBefore(numberOf(to) + 1) - this.sumBefore(numberOf(from));
  }

  /** `knownBefore` for each whole week from `from` to `to`. */
  weeksBefore(from: Day, to: Day): number[] {
    const begin = numberOf(from);
    const weeks = Math.floor((numberOf(to) - begin + 1) / 7);
    return Array.from({ length: weeks }, (_, week) => this.sumBefore(begin + 7 * (week + 1)) - this.sumBefore(begin + 7 * week));
  }

  private sumBefore(day: number): number {
    return this.sumsBefore[Math.min(Math.max(day - this.first, 0), this.counts.length)] ?? 0;
  }
}
