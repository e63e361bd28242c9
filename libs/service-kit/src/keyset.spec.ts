import { decodeCursor, encodeCursor, pageOf, signCursorsWith } from './keyset.js';
import { RequestRefused } from './problem.js';

const NOTES = { name: 'notes', filter: { by: 'minji', state: undefined } };

beforeEach(() => signCursorsWith('a'.repeat(32)));

it('leads back to the values it was made of, dates as text', () => {
  const at = new Date('2026-03-09T16:40:00.123Z');
  expect(decodeCursor(NOTES, encodeCursor(NOTES, [at, 'id-1', 7, null, true]))).toEqual([at.toISOString(), 'id-1', 7, null, true]);
  expect(decodeCursor(NOTES, undefined)).toBeUndefined();
});

it('refuses every cursor with one character changed, cut off or added', () => {
  const cursor = encodeCursor(NOTES, ['2026-03-09T16:40:00.123Z', 'id-1']);
  const tampered = [...cursor].map((character, at) => cursor.slice(0, at) + (character === 'A' ? 'B' : 'A') + cursor.slice(at + 1));
  for (const other of [...tampered, cursor.slice(0, -1), `${cursor}A`, `${cursor}.`, cursor.split('.')[0]!, '', '.'])
    expect(() => decodeCursor(NOTES, other)).toThrow(RequestRefused);
});

it.each([
  ['another list', { ...NOTES, name: 'agents' }],
  ['another filter', { ...NOTES, filter: { by: 'jisu' } }],
  ['no filter', { name: 'notes' }],
])('refuses a cursor of %s', (_, listing) => {
  const cursor = encodeCursor(NOTES, [1]);
  expect(() => decodeCursor(listing, cursor)).toThrow('does not belong');
  expect(decodeCursor({ name: 'notes', filter: { state: undefined, by: 'minji' } }, cursor)).toEqual([1]);
});

it('refuses a cursor of another secret', () => {
  const cursor = encodeCursor(NOTES, [1]);
  signCursorsWith('b'.repeat(32));
  expect(() => decodeCursor(NOTES, cursor)).toThrow('does not belong');
});

it.each([
  [[], [], false],
  [[1, 2], [1, 2], false],
  [[1, 2, 3], [1, 2], true],
])('of the rows %j shows %j, more: %s', (rows, items, hasMore) => {
  const page = pageOf(NOTES, rows, 2, (last) => [last]);
  expect(page.items).toEqual(items);
  expect(decodeCursor(NOTES, page.nextCursor ?? undefined)).toEqual(hasMore ? [2] : undefined);
});
