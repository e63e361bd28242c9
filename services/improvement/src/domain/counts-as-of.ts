import type { Day } from './calendar.js';
import type { DayCount } from './day-counts.js';
import type { CountChange } from './series.js';

type DayChange = Pick<CountChange, 'occurredOn' | 'recordedOn' | 'count'>;

/** Daily counts as known by the end of a day, of incidents since another; they follow what is recorded meanwhile. */
export class CountsAsOf {
  private readonly byDay: Map<Day, DayCount>;

  constructor(
    readonly from: Day,
    readonly asOf: Day,
    counts: readonly DayCount[],
  ) {
    this.byDay = new Map(counts.map((count) => [count.on, { ...count }]));
  }

  /** Counts what was recorded, when it is known by then and not older than what is looked at. */
  add({ occurredOn: on, recordedOn, count }: DayChange): void {
    if (recordedOn > this.asOf || on > this.asOf || on < this.from) return;
    const day = this.byDay.get(on) ?? { on, count: 0, countBefore: 0 };
    this.byDay.set(on, { on, count: day.count + count, countBefore: day.countBefore + (recordedOn < this.asOf ? count : 0) });
  }

  /** The days on which anything happened. */
  get counts(): DayCount[] {
    return [...this.byDay.values()].filter(({ count }) => count > 0);
  }
}

/** Complaints of the whole company that happened on one day and became known on another. */
export type CompanyCell = DayChange;

/** All causes of the company together as known by the end of a day, and since when there is anything. */
export class CompanyAsOf {
  private readonly cells = new Map<string, CompanyCell>();

  /** `earliest`: the earliest cells that are counted, at least one more than complaints that will be taken out of the counts. */
  constructor(
    private readonly days: CountsAsOf,
    earliest: readonly CompanyCell[],
  ) {
    for (const cell of earliest) this.addCell(cell);
  }

  get asOf(): Day {
    return this.days.asOf;
  }

  /** Counts what was recorded. */
  add(change: DayChange): void {
    this.days.add(change);
    if (change.recordedOn <= this.days.asOf) this.addCell(change);
  }

  get company(): DayCount[] {
    return this.days.counts;
  }

  /** The first day on which anything happened; the day of judgement when nothing ever did. */
  get companySince(): Day {
    const days = [...this.cells.values()].filter(({ count }) => count > 0).map(({ occurredOn }) => occurredOn);
    return days.length > 0 ? days.reduce((a, b) => (b < a ? b : a)) : this.days.asOf;
  }

  private addCell(cell: CompanyCell): void {
    const name = cell.occurredOn + cell.recordedOn;
    this.cells.set(name, { ...cell, count: cell.count + (this.cells.get(name)?.count ?? 0) });
  }
}
