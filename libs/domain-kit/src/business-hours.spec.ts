import { addWorkingMinutes, type BusinessHours } from './business-hours.js';

/** Monday to Saturday, 9 to 21, in Seoul. */
const SEOUL: BusinessHours = { utcOffsetMinutes: 540, weekdays: [1, 2, 3, 4, 5, 6], opensAtMinute: 540, closesAtMinute: 1_260 };
/** Monday to Friday, 8 to 16, five hours west of UTC. */
const BOGOTA: BusinessHours = { utcOffsetMinutes: -300, weekdays: [1, 2, 3, 4, 5], opensAtMinute: 480, closesAtMinute: 960 };
const ALWAYS: BusinessHours = { utcOffsetMinutes: 0, weekdays: [0, 1, 2, 3, 4, 5, 6], opensAtMinute: 0, closesAtMinute: 1_440 };

describe('C15 working time', () => {
  // 2 March 2026 is a Monday.
  it.each<[string, BusinessHours, from: string, minutes: number, until: string]>([
    ['passes inside a day', SEOUL, '2026-03-02T10:00:00+09:00', 90, '2026-03-02T11:30:00+09:00'],
    ['ends with the day at the latest', SEOUL, '2026-03-02T20:00:00+09:00', 60, '2026-03-02T21:00:00+09:00'],
    ['goes on in the morning', SEOUL, '2026-03-02T20:00:00+09:00', 61, '2026-03-03T09:01:00+09:00'],
    ['begins when the day opens', SEOUL, '2026-03-02T05:00:00+09:00', 30, '2026-03-02T09:30:00+09:00'],
    ['does not begin when the day closes', SEOUL, '2026-03-02T21:00:00+09:00', 1, '2026-03-03T09:01:00+09:00'],
    ['leaves Sunday out', SEOUL, '2026-03-07T20:30:00+09:00', 120, '2026-03-09T10:30:00+09:00'],
    ['leaves a weekend out', BOGOTA, '2026-03-06T15:00:00-05:00', 120, '2026-03-09T09:00:00-05:00'],
    ['takes several days', SEOUL, '2026-03-02T15:00:00+09:00', 1_440, '2026-03-04T15:00:00+09:00'],
    ['knows the weekday of the place, which is not that of UTC', SEOUL, '2026-03-09T00:30:00+09:00', 60, '2026-03-09T10:00:00+09:00'],
    ['knows it also west of UTC', BOGOTA, '2026-03-06T22:00:00-05:00', 60, '2026-03-09T09:00:00-05:00'],
    ['never stops where it is always open', ALWAYS, '2026-02-28T23:59:30Z', 2, '2026-03-01T00:01:30Z'],
    ['was the same before 1970', SEOUL, '1969-12-31T20:30:00+09:00', 60, '1970-01-01T09:30:00+09:00'],
  ])('%s', (_, hours, from, minutes, until) => {
    expect(addWorkingMinutes(new Date(from), minutes, hours)).toEqual(new Date(until));
  });

  it.each<[string, Partial<BusinessHours>]>([
    ['close when they open', { closesAtMinute: 540 }],
    ['close before they open', { closesAtMinute: 300 }],
    ['have no weekday', { weekdays: [] }],
  ])('refuses hours that %s, in which nothing is ever due', (_, over) => {
    expect(() => addWorkingMinutes(new Date('2026-03-02T10:00:00+09:00'), 1, { ...SEOUL, ...over })).toThrow(RangeError);
  });
});
