import type { Work } from '#libs/messaging';
import { addDays, dayOf, type Day } from '../domain/calendar.js';
import type { Rules } from '../domain/rules.js';
import { claimSweep, lastSweep } from '../store/sweep-runs.js';
import { reviewDay } from './review-day.js';

const SWEEP = 'improvement.daily-review';
/** After a longer stop only the last days are caught up: each is a review of its own. */
const CATCH_UP_DAYS = 31;

/** Judges the next day that is over and was not judged yet; answers which, or nothing when all are done or another replica is at it. */
export async function sweepNextDay(work: Work, rules: Rules): Promise<Day | undefined> {
  const yesterday = addDays(dayOf(work.now), -1);
  const last = await lastSweep(work.tx, SWEEP);
  const earliest = last ? addDays(last, 1) : yesterday;
  const due = earliest < addDays(yesterday, -CATCH_UP_DAYS) ? addDays(yesterday, -CATCH_UP_DAYS) : earliest;
  if (due > yesterday || !(await claimSweep(work.tx, SWEEP, due))) return undefined;

  await reviewDay(work, { asOf: due, scope: 'live' }, rules);
  return due;
}
