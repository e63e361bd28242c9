import { ComplaintClosed, ComplaintRegistered, type DataOf } from '#libs/contracts';
import { addDays, type Day } from '../src/domain/calendar.js';
import type { DayCount } from '../src/domain/day-counts.js';
import type { SeriesEvidence } from '../src/domain/recurrence.js';

/** A Monday. */
export const MONDAY = '2026-03-02';

/** A v4-shaped id that a number stands for. */
export const idOf = (number: number): string => `0195f3c0-7a3e-4c11-9d52-${String(number).padStart(12, '0')}`;

/** Counts from the last day backwards: `[2, 0, 1]` is 2 on the last day, 1 two days before; all known before that day but its own. */
export function backFrom(last: Day, counts: readonly number[]): DayCount[] {
  return counts.flatMap((count, back) => (count > 0 ? [{ on: addDays(last, -back), count, countBefore: back > 0 ? count : 0 }] : []));
}

/** A series in a company that is two weeks old and has nothing else to complain about. */
export const someEvidence = (over: Partial<SeriesEvidence> & Pick<SeriesEvidence, 'counts'>): SeriesEvidence => ({
  company: over.counts,
  companySince: '2026-02-16',
  ...over,
});

/** The closing of a complaint about a membership that is hard to cancel, closed where nothing else is said on the day of the incident. */
export function aClosing(number: number, over: Partial<DataOf<typeof ComplaintClosed>> = {}): ReturnType<typeof ComplaintClosed> {
  const occurredAt = over.occurredAt ?? `${MONDAY}T09:00:00.000Z`;
  const closedAt = over.closedAt ?? `${occurredAt.slice(0, 10)}T18:00:00.000Z`;
  return ComplaintClosed({ ...ComplaintClosed.example, complaintId: idOf(number), registeredAt: occurredAt, ...over, occurredAt, closedAt });
}

/** The registration that belongs to `aClosing` of the same number. */
export function aRegistration(number: number, over: Partial<DataOf<typeof ComplaintRegistered>> = {}): ReturnType<typeof ComplaintRegistered> {
  const occurredAt = over.occurredAt ?? `${MONDAY}T09:00:00.000Z`;
  return ComplaintRegistered({ ...ComplaintRegistered.example, complaintId: idOf(number), registeredAt: occurredAt, ...over, occurredAt });
}
