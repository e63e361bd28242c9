import { addDays, daysBetween, type Day } from './calendar.js';
import { DaySeries, type DayCount, type WindowShape } from './day-counts.js';
import { growth, type Growth, type GrowthPolicy } from './growth.js';

/** When the same cause again and again becomes one problem. The first three can be said aloud: "5 in 14 days, on 3 days". */
export interface RecurrencePolicy {
  threshold: number;
  windowDays: number;
  minimumDays: number;
  /** A cause that is not growing must also make up this share of all complaints of the window: else a large company would get a problem for everything. */
  minimumShare: number;
  /** During a day a problem opens only when this many are left without the busiest day: no further complaint can turn it into a spike. */
  certainWithoutBusiestDay: number;
  /** Complaints are closed days after the incident: windows that ended up to so many days ago are judged again. */
  lookBackDays: number;
  growth: GrowthPolicy;
}

/** All that is known of one cause in one product, and of the company around it. */
export interface SeriesEvidence {
  counts: readonly DayCount[];
  /** All causes of the company together. */
  company: readonly DayCount[];
  /** The first day on which anything ever happened. */
  companySince: Day;
  /** Incidents before this day belong to a problem that was already closed. */
  countedFrom?: Day;
}

/** Nothing special, one bad day, or a problem; with the reason that a person reads. */
export type Judgement =
  { outcome: 'quiet' } | { outcome: 'spike'; on: Day; count: number } | { outcome: 'recurring'; reason: string; window: WindowShape };

/** While the day's complaints still come in, or when the day is over. */
export type JudgementTime = 'during-day' | 'day-end';

/**
 * Has this cause come back often enough, on enough different days, to be one problem?
 * During a day more complaints can only add to a yes, in whatever order they arrive.
 */
export function judgeRecurrence(evidence: SeriesEvidence, asOf: Day, at: JudgementTime, policy: RecurrencePolicy): Judgement {
  const counted = countedOf(evidence, asOf);
  const counts = new DaySeries(counted);
  const seen: Seen = { counts, company: new DaySeries(evidence.company), companySince: evidence.companySince };
  for (const window of oftenWindows(counts, asOf, at, policy)) {
    const reason = whyItMatters(seen, window, policy);
    if (reason) return { outcome: 'recurring', reason, window };
  }
  return spikeOrQuiet(counted, counts, asOf, policy);
}

/** The evidence that counts, day by day. */
interface Seen {
  counts: DaySeries;
  company: DaySeries;
  companySince: Day;
}

/** Are there windows with so many complaints that the series could be a problem, whatever the company around it looks like? */
export function couldRecur(
  evidence: Pick<SeriesEvidence, 'counts' | 'countedFrom'>,
  asOf: Day,
  at: JudgementTime,
  policy: RecurrencePolicy,
): boolean {
  return !oftenWindows(new DaySeries(countedOf(evidence, asOf)), asOf, at, policy).next().done;
}

function countedOf({ counts, countedFrom = '' }: Pick<SeriesEvidence, 'counts' | 'countedFrom'>, asOf: Day): DayCount[] {
  return counts.filter(({ on }) => on >= countedFrom && on <= asOf);
}

/** The windows of these days with enough complaints in them, latest first. */
function* oftenWindows(counts: DaySeries, asOf: Day, at: JudgementTime, policy: RecurrencePolicy): Generator<WindowShape> {
  if (!mayRecur(counts, asOf, policy)) return;
  for (let back = 0; back <= policy.lookBackDays; back += 1) {
    const window = counts.window(addDays(asOf, -back), policy.windowDays);
    if (isOften(window, at, policy)) yield window;
  }
}

/** Were there enough complaints lately to look closer at all? */
function mayRecur(counts: DaySeries, asOf: Day, { lookBackDays, windowDays, threshold }: RecurrencePolicy): boolean {
  return counts.window(asOf, lookBackDays + windowDays).total >= threshold;
}

function isOften(window: WindowShape, at: JudgementTime, policy: RecurrencePolicy): boolean {
  if (window.total < policy.threshold || window.days < policy.minimumDays) return false;
  if (window.total - window.busiest >= policy.certainWithoutBusiestDay) return true;
  return at === 'day-end' && !isOneBadDay(window);
}

function isOneBadDay(window: WindowShape): boolean {
  return window.busiest * 2 > window.total;
}

/** A young company has only the simple rule; with history a cause must be chronic or growing against its own past. */
function whyItMatters(seen: Seen, window: WindowShape, policy: RecurrencePolicy): string | undefined {
  const often = `${window.total} complaints in ${policy.windowDays} days on ${window.days} days`;
  const { baseDays } = policy.growth;
  if (seen.companySince > addDays(window.from, -baseDays)) {
    return hasShare(seen, window, policy) ? often : undefined;
  }
  const expected = (seen.counts.knownBefore(addDays(window.from, -baseDays), addDays(window.from, -1)) / baseDays) * policy.windowDays;
  const grown = growth(seen.counts, window.to, policy.growth);
  if (grown) return `${often} (expected ${expected.toFixed(1)}); ${chanceInWords(grown)}`;

  const earlier = seen.counts.window(addDays(window.from, -1), policy.windowDays);
  const isChronic = [window, earlier].every((w) => isOften(w, 'day-end', policy) && hasShare(seen, w, policy));
  return isChronic ? `${often} (expected ${expected.toFixed(1)}); chronic: ${earlier.total} in the ${policy.windowDays} days before` : undefined;
}

function hasShare({ company, companySince }: Seen, window: WindowShape, { minimumShare, windowDays }: RecurrencePolicy): boolean {
  // A company that is a few days old is judged as if it went on like this for a whole window.
  const daysSoFar = Math.max(1, Math.min(windowDays, daysBetween(companySince, window.to) + 1));
  return window.total >= (minimumShare * company.knownBefore(window.from, window.to) * windowDays) / daysSoFar;
}

function chanceInWords({ count, windowDays, expected, chance }: Growth): string {
  const inverse = Math.min(1_000_000, Math.floor(1 / chance));
  const magnitude = 10 ** Math.floor(Math.log10(inverse));
  const oneIn = Math.floor(inverse / magnitude) * magnitude; // rounded down: "below" stays true
  return `growing: ${count} in ${windowDays} days against ${expected.toFixed(1)}, chance below 1 in ${oneIn.toLocaleString('en-US')}`;
}

/** A day of the last window with more complaints than all the days around it together: there is one at most. */
function spikeOrQuiet(counted: readonly DayCount[], counts: DaySeries, asOf: Day, { threshold, windowDays }: RecurrencePolicy): Judgement {
  const around = (on: Day): number => counts.window(addDays(on, windowDays - 1), 2 * windowDays - 1).total;
  const recent = counted.filter(({ on, count }) => count >= threshold && on > addDays(asOf, -windowDays));
  const spike = recent.find(({ on, count }) => 2 * count > around(on));
  return spike ? { outcome: 'spike', on: spike.on, count: spike.count } : { outcome: 'quiet' };
}
