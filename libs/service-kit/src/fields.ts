import { z } from 'zod';

const CLOCK_SKEW_MS = 5_000;

/** The id of something in a path. */
export const uuidParam = z.uuid();

/** How many items a page has. */
export const limitQuery = z.coerce.number().int().min(1).max(200).default(50);

/** Where a page begins; read it with `decodeCursor`. */
export const cursorQuery = z.string().min(1).max(1_000).optional();

/** A moment with its offset that has already passed; becomes a `Date`. */
export function pastMoment(now: () => Date = () => new Date()) {
  return z.iso
    .datetime({ offset: true })
    .refine((value) => Date.parse(value) <= now().getTime() + CLOCK_SKEW_MS, 'is in the future')
    .transform((value) => new Date(value));
}

/** The shape of a list's answer. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
