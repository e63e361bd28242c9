import { z } from 'zod';

const CLOCK_SKEW_MS = 5_000;
// Nobody complains of what was before; the calendar of the database begins elsewhere than ours.
const EARLIEST_DAY = '1900-01-01';
const EARLIEST = new Date(EARLIEST_DAY);
const TOO_EARLY = `is before ${EARLIEST_DAY}`;

/** The id of something that a request names; in lower case, because under that key its events are told to others. */
export const uuidParam = z.uuid().toLowerCase();

/** How many items a page has. */
export const limitQuery = z.coerce.number().int().min(1).max(200).default(50);

/** Where a page begins; read it with `decodeCursor`. */
export const cursorQuery = z.string().min(1).max(1_000).optional();

/** A day of the calendar, `YYYY-MM-DD`. */
export const dayField = z.iso.date().refine((day) => day >= EARLIEST_DAY, TOO_EARLY);

/** A moment with its offset that has already passed; becomes a `Date`. */
export function pastMoment(now: () => Date = () => new Date()) {
  return z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value))
    .refine((moment) => moment >= EARLIEST, TOO_EARLY)
    .refine((moment) => moment.getTime() <= now().getTime() + CLOCK_SKEW_MS, 'is in the future');
}

/** The shape of a list's answer. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
