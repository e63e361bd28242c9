import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { RequestRefused } from './problem.js';

export type CursorValue = string | number | boolean | null;

/** One page of a list, and where the next one begins. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

// One process is one service: the secret is set once at start; without one, cursors end with the process.
let secret: string | Buffer = randomBytes(32);

/** Sets the secret with which this process signs its cursors. */
export function signCursorsWith(cursorSecret: string): void {
  secret = cursorSecret;
}

/** Which list a page is cut from, and what the client asked to see of it: a place in one means nothing in another. */
export interface Listing {
  name: string;
  filter?: Readonly<Record<string, unknown>>;
}

/** Packs the sort values of the last row of a page, signed, so that nobody can page to places of their own making. */
export function encodeCursor(listing: Listing, values: readonly (CursorValue | Date)[]): string {
  const payload = Buffer.from(JSON.stringify(values)).toString('base64url');
  return `${payload}.${signatureOf(listing, payload)}`;
}

/** The sort values in a cursor of this listing (dates as ISO strings); `undefined` when the client asks for the first page. */
export function decodeCursor(listing: Listing, cursor: string | undefined): CursorValue[] | undefined {
  if (cursor === undefined) return undefined;
  const [payload = '', signature = ''] = cursor.split('.');
  const expected = Buffer.from(signatureOf(listing, payload));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected) || cursor !== `${payload}.${signature}`) {
    throw new RequestRefused(400, 'cursor.invalid', 'The cursor does not belong to this list.', {
      remedy: 'Take nextCursor of the page before, unchanged and with the same filter, or begin without one.',
      errors: [{ pointer: '?cursor', code: 'cursor.invalid', detail: 'does not belong to this list' }],
    });
  }
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as CursorValue[];
}

/** Cuts a page from `limit + 1` rows: the one too many only says that there is more. */
export function pageOf<Row>(
  listing: Listing,
  rows: readonly Row[],
  limit: number,
  toCursor: (last: Row) => readonly (CursorValue | Date)[],
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(listing, toCursor(last)) : null };
}

function signatureOf({ name, filter = {} }: Listing, payload: string): string {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
  const signed = JSON.stringify([name, asked.sort(([a], [b]) => a.localeCompare(b)), payload]);
  return createHmac('sha256', secret).update(signed).digest('base64url').slice(0, 22);
}
