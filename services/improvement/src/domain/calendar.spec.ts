import { addDays, dayOf, daysBetween, endOf, weekOf } from './calendar.js';

it.each([
  ['2026-03-02T00:00:00.000Z', '2026-03-02'],
  ['2026-03-02T23:59:59.999Z', '2026-03-02'],
  ['2026-03-02T23:30:00-05:00', '2026-03-03'],
  ['1969-12-31T12:00:00.000Z', '1969-12-31'],
])('%s falls on %s', (moment, day) => expect(dayOf(new Date(moment))).toBe(day));

it.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-01-01', -1, '2025-12-31'],
  ['2026-03-02', 0, '2026-03-02'],
])('%s and %i days are %s', (day, days, other) => {
  expect(addDays(day, days)).toBe(other);
  expect(daysBetween(day, other)).toBe(days);
});

it('a day ends a moment before the next begins', () => {
  expect(endOf('2026-03-02')).toEqual(new Date('2026-03-02T23:59:59.999Z'));
});

it.each([
  ['2026-03-01T23:59:59.999Z', '2026-02-23'],
  ['2026-03-02T00:00:00.000Z', '2026-03-02'],
  ['2026-03-05T12:00:00.000Z', '2026-03-02'],
  ['2026-03-08T23:59:59.999Z', '2026-03-02'],
])('%s is in the week of Monday, %s', (moment, monday) => expect(weekOf(new Date(moment))).toBe(monday));
