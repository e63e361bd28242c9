import type { Work } from '#libs/messaging';
import type { EntityManager } from 'typeorm';
import { dayOf, type Day } from '../domain/calendar.js';
import { NOT_YET_KNOWN, type CauseRecord } from '../domain/cause-record.js';
import { CountsAsOf, type CompanyAsOf } from '../domain/counts-as-of.js';
import { couldRecur, judgeRecurrence, type RecurrencePolicy, type SeriesEvidence } from '../domain/recurrence.js';
import type { Rules } from '../domain/rules.js';
import { keyOf, type CountChange, type Series } from '../domain/series.js';
import type { ReplacedRecord } from '../store/cause-records.js';
import type { LockedSeries } from '../store/cause-series.js';
import { seriesCounts } from '../store/evidence.js';
import { askCounts, companyAsOf, openProblemFor } from './detect-recurrence.js';

/** What a closing changed: the record, and where complaints are counted. */
export interface Recorded {
  work: Work;
  record: CauseRecord;
  /** What the record said before. */
  replaced: ReplacedRecord | undefined;
  changes: readonly CountChange[];
  /** The complaint had no cause, or another one. */
  isNewCause: boolean;
}

/** The counts of series, by series, once for each day as of which one is judged. */
export type CountsBySeries = ReadonlyMap<string, readonly CountsAsOf[]>;

/** A series that could be a problem with this record, seen as it was right after it. */
export interface Suspicion {
  recorded: Recorded;
  asOf: Day;
  evidence: Pick<SeriesEvidence, 'counts' | 'countedFrom'>;
}

const TIME = 'during-day';

/** What is counted before these causes are recorded, of series that have no problem and are busy enough to be judged at all. */
export async function countsBefore(
  tx: EntityManager,
  causes: readonly (Series & { recordedAt: Date })[],
  policy: RecurrencePolicy,
): Promise<CountsBySeries> {
  const known = causes.filter(({ causeCode }) => causeCode !== NOT_YET_KNOWN);
  const more = new Map<string, number>();
  for (const series of known) more.set(keyOf(series), (more.get(keyOf(series)) ?? 0) + 1);
  const judgements = new Map(known.map((series) => [`${keyOf(series)}\0${dayOf(series.recordedAt)}`, series]));
  const asked = [...judgements.values()].map((series) => askCounts(series, dayOf(series.recordedAt), policy, more.get(keyOf(series))));

  const counts = await seriesCounts(tx, asked, 'without-problem');
  const bySeries = new Map<string, CountsAsOf[]>();
  for (const [index, series] of asked.entries()) {
    const view = new CountsAsOf(series.from, series.asOf, counts[index] ?? []);
    bySeries.set(keyOf(series), [...(bySeries.get(keyOf(series)) ?? []), view]);
  }
  return bySeries;
}

/** Counts record after record, and names those after which their series could be a problem, whatever the company around it looks like. */
export function suspicions(
  all: readonly Recorded[],
  counts: CountsBySeries,
  series: ReadonlyMap<string, LockedSeries>,
  policy: RecurrencePolicy,
): Suspicion[] {
  return all.flatMap((recorded) => {
    for (const change of recorded.changes) for (const view of counts.get(keyOf(change)) ?? []) view.add(change);
    const { record, isNewCause } = recorded;
    const asOf = dayOf(record.recordedAt);
    const locked = series.get(keyOf(record));
    const view = counts.get(keyOf(record))?.find((counted) => counted.asOf === asOf);
    if (!isNewCause || !view || !locked || locked.hasProblem) return [];
    const evidence = { counts: view.counts, countedFrom: locked.countedFrom ?? undefined };
    return couldRecur(evidence, asOf, TIME, policy) ? [{ recorded, asOf, evidence }] : [];
  });
}

/** The company on the days of these suspicions, before any of the causes is counted. */
export async function companiesBefore(
  tx: EntityManager,
  all: readonly Recorded[],
  suspected: readonly Suspicion[],
  policy: RecurrencePolicy,
): Promise<CompanyAsOf[]> {
  const removals = all.flatMap(({ changes }) => changes).filter(({ count }) => count < 0).length;
  const days = new Set(suspected.map(({ asOf }) => asOf));
  return Promise.all([...days].map((asOf) => companyAsOf(tx, asOf, policy, removals)));
}

/** Judges each suspicion with the company as it was at that moment; the first that holds opens the one problem of its series. */
export async function openWhatRecurs(
  all: readonly Recorded[],
  suspected: readonly Suspicion[],
  companies: readonly CompanyAsOf[],
  rules: Rules,
): Promise<void> {
  const suspicionOf = new Map(suspected.map((suspicion) => [suspicion.recorded, suspicion]));
  const opened = new Set<string>();
  for (const recorded of suspected.length > 0 ? all : []) {
    for (const change of recorded.changes) for (const company of companies) company.add(change);
    const { work, record } = recorded;
    const suspicion = suspicionOf.get(recorded);
    if (!suspicion || opened.has(keyOf(record))) continue;
    const { asOf, evidence } = suspicion;
    const { company = [], companySince = asOf } = companies.find((one) => one.asOf === asOf) ?? {};
    const judgement = judgeRecurrence({ company, companySince, ...evidence }, asOf, TIME, rules.recurrence);
    if (judgement.outcome !== 'recurring') continue;
    if (await openProblemFor(work, record, { asOf, at: record.recordedAt }, judgement.reason, rules)) opened.add(keyOf(record));
  }
}
