import { DomainError } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { IsNull, LessThanOrEqual, Not } from 'typeorm';
import { addDays, dayOf, endOf, type Day } from '../domain/calendar.js';
import { NOT_YET_KNOWN } from '../domain/cause-record.js';
import { judgeRecurrence } from '../domain/recurrence.js';
import type { Rules } from '../domain/rules.js';
import { lockSeries, type LockedSeries } from '../store/cause-series.js';
import { busySeries, seriesCounts } from '../store/evidence.js';
import { FixTaskTable } from '../store/fix-task.table.js';
import { restateReason } from '../store/restated-reasons.js';
import { lockStream } from '../store/stream-lock.js';
import { checkEffectiveness } from './check-effectiveness.js';
import { askCounts, companyAsOf, openProblemFor, type DetectionMoment } from './detect-recurrence.js';

export type { Rules };

/** Injection token of the rules by which this service judges. */
export const RULES = Symbol('RULES');

/** Which day is judged; the daily sweep leaves history to those who import it. */
export interface ReviewDay {
  asOf: Day;
  scope: 'everything' | 'live';
}

/** What a review found. */
export interface Review {
  asOf: Day;
  problemsOpened: number;
  checks: { fixTaskId: string; verdict: string }[];
}

/** Judges a day as it stood at its end: what recurs opens a problem, fixes whose windows are over get their verdict. Again, it changes nothing. */
export async function reviewDay(work: Work, { asOf, scope }: ReviewDay, rules: Rules): Promise<Review> {
  if (asOf > dayOf(work.now)) {
    throw new DomainError('review.day-in-the-future', `${asOf} has not begun.`, 'invalid', { field: '/asOf', remedy: 'Name today or a day before.' });
  }
  await lockStream(work.tx);
  const at = work.now < endOf(asOf) ? work.now : endOf(asOf);
  const checks = await checkDueFixes(work, { asOf, scope }, at, rules);
  const problemsOpened = await detectInAllSeries(work, asOf, at, rules);
  return { asOf, problemsOpened, checks };
}

async function checkDueFixes(work: Work, { asOf, scope }: ReviewDay, at: Date, rules: Rules): Promise<Review['checks']> {
  const due = await work.tx.getRepository(FixTaskTable).find({
    where: { judgeOn: LessThanOrEqual(asOf), shippedAt: Not(IsNull()), ...(scope === 'live' ? { historical: false } : {}) },
    order: { judgeOn: 'ASC', id: 'ASC' },
  });
  const checks: Review['checks'] = [];
  for (const { id } of due) {
    // A day long after shipping may find several looks due; one left over would be taken when the same day is judged again.
    for (let judgeOn: Day | null = asOf; judgeOn !== null && judgeOn <= asOf;) {
      const { check, looked } = await checkEffectiveness(work, { fixTaskId: id, asOf, at }, rules);
      checks.push({ fixTaskId: id, verdict: check.verdict });
      judgeOn = looked.judgeOn;
    }
  }
  return checks;
}

async function detectInAllSeries(work: Work, asOf: Day, at: Date, rules: Rules): Promise<number> {
  const { lookBackDays, windowDays, threshold } = rules.recurrence;
  const busy = await busySeries(work.tx, addDays(asOf, 1 - lookBackDays - windowDays), asOf, threshold);
  const asked = busy.map((series) => askCounts(series, asOf, rules.recurrence));
  const [counts, company] = await Promise.all([seriesCounts(work.tx, asked, 'all'), companyAsOf(work.tx, asOf, rules.recurrence)]);
  const moment = { asOf, at };
  const { company: around, companySince } = company;
  let opened = 0;
  for (const [index, series] of busy.entries()) {
    if (series.causeCode === NOT_YET_KNOWN) continue;
    const evidence = { counts: counts[index] ?? [], company: around, companySince, countedFrom: series.countedFrom ?? undefined };
    const judgement = judgeRecurrence(evidence, asOf, 'day-end', rules.recurrence);
    if (judgement.outcome !== 'recurring') continue;
    // Opened while this day ran: the day's complaints came in some order, its end says the same thing in every order.
    if (series.hasProblem) await restateReason(work.tx, series, judgement.reason);
    else if (await openUnlessClosedMeanwhile(work, series, moment, judgement.reason, rules)) opened += 1;
  }
  return opened;
}

/** Somebody may have closed an older problem of the series since it was read; then the next review judges it anew. */
async function openUnlessClosedMeanwhile(work: Work, series: LockedSeries, moment: DetectionMoment, reason: string, rules: Rules): Promise<boolean> {
  const [locked] = await lockSeries(work.tx, [{ ...series, recordedAt: moment.at }]);
  if (!locked || locked.hasProblem || locked.countedFrom !== series.countedFrom) return false;
  return openProblemFor(work, series, moment, reason, rules);
}
