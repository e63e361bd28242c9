import { dayField, limitQuery, pastMoment, uuidParam } from './fields.js';

const NOW = new Date('2026-03-09T10:00:00.000Z');
const moment = pastMoment(() => NOW);

it.each([
  ['2026-03-09T10:00:00Z', '2026-03-09T10:00:00.000Z'],
  ['2026-03-09T19:00:00+09:00', '2026-03-09T10:00:00.000Z'],
  ['2026-03-09T10:00:05Z', '2026-03-09T10:00:05.000Z'], // a clock that is a little ahead of ours
  ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'],
])('%s is a moment that has passed', (told, at) => expect(moment.parse(told)).toEqual(new Date(at)));

it.each(['2026-03-09T10:00:05.001Z', '2026-03-10T10:00:00+09:00', '1899-12-31T23:59:59Z', '2026-03-09T09:00:00', '2026-02-29T10:00:00Z', 'now'])(
  '%s is none',
  (told) => expect(moment.safeParse(told).success).toBe(false),
);

it.each([
  ['1', 1],
  ['200', 200],
  [undefined, 50],
])('a page of %s has %i', (asked, items) => expect(limitQuery.parse(asked)).toBe(items));

it.each(['0', '201', '-1', '2.5', 'many', ''])('a page of "%s" is refused', (asked) => expect(limitQuery.safeParse(asked).success).toBe(false));

it.each([
  ['1900-01-01', true],
  ['1899-12-31', false],
  ['2026-02-29', false],
  ['2026-3-1', false],
])('the day %s is taken: %s', (day, isTaken) => expect(dayField.safeParse(day).success).toBe(isTaken));

it('an id is known in whichever case it is asked for', () => {
  expect(uuidParam.parse('0195F3C0-7A3E-7C11-9D52-3F1C1B0C7A01')).toBe('0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01');
});
