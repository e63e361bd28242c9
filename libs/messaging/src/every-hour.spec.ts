import { everyHour } from './every-hour.js';
import { silentLog } from './log.js';

const HOUR_MS = 3_600_000;
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('comes again every hour, also after a turn that failed, and says what stays', async () => {
  const told: unknown[] = [];
  let turns = 0;
  const turn = async (): Promise<void> => {
    turns += 1;
    if (turns === 1) throw new TypeError('the database is away');
  };
  const stop = everyHour(turn, { ...silentLog, warn: (fields, message) => told.push([fields, message]) }, 'old ids stay');
  await jest.advanceTimersByTimeAsync(2 * HOUR_MS);
  await stop();
  await jest.advanceTimersByTimeAsync(2 * HOUR_MS);
  expect([turns, told]).toEqual([2, [[{ error: 'TypeError: the database is away' }, 'old ids stay for another hour']]]);
});

it('is stopped when the turn that runs has ended', async () => {
  const steps: string[] = [];
  let end = (): void => undefined;
  const stop = everyHour(() => new Promise<void>((resolve) => (end = resolve)).then(() => void steps.push('ended')), silentLog, 'all stays');
  await jest.advanceTimersByTimeAsync(HOUR_MS);
  const stopped = stop().then(() => steps.push('stopped'));
  end();
  await stopped;
  expect(steps).toEqual(['ended', 'stopped']);
});
