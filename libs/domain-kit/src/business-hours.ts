/** Plain opening hours: one interval a day in one fixed offset from UTC. */
export interface BusinessHours {
  /** Minutes east of UTC: 540 for Seoul. */
  utcOffsetMinutes: number;
  /** Working weekdays, 0 = Sunday. */
  weekdays: readonly number[];
  /** Minutes after local midnight. */
  opensAtMinute: number;
  closesAtMinute: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The moment at which `minutes` of working time have passed since `from`; throws a `RangeError` when the hours never open. */
export function addWorkingMinutes(from: Date, minutes: number, hours: BusinessHours): Date {
  if (hours.closesAtMinute <= hours.opensAtMinute || hours.weekdays.length === 0) throw new RangeError('business hours never open');
  const offset = hours.utcOffsetMinutes * MINUTE;
  let left = minutes * MINUTE;
  let at = from.getTime() + offset;
  for (;;) {
    const midnight = Math.floor(at / DAY) * DAY;
    const opens = midnight + hours.opensAtMinute * MINUTE;
    const closes = midnight + hours.closesAtMinute * MINUTE;
    const isWorkday = hours.weekdays.includes(new Date(midnight).getUTCDay());
    const start = Math.max(at, opens);
    if (isWorkday && start < closes) {
      if (start + left <= closes) return new Date(start + left - offset);
      left -= closes - start;
    }
    at = midnight + DAY;
  }
}
