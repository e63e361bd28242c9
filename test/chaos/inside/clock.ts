import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const LOOK_MS = 100;

/** The file by which a process is told how many milliseconds its wall clock is wrong; beside it the process says that it is. */
export const clockOrderOf = (folder: string, pid: number): string => path.join(folder, `clock-${pid}`);
export const clockTakenOf = (folder: string, pid: number): string => path.join(folder, `clock-${pid}-taken`);

/** Lets the wall clock of this process jump when it is told to; timers and `performance.now()` go on as they do on a real machine. */
export function obeyClockOrders(folder: string): void {
  const order = clockOrderOf(folder, process.pid);
  let offset = 0;
  const look = (): void => {
    const wanted = readOffset(order);
    if (wanted !== 0 && wanted !== offset) writeFileSync(clockTakenOf(folder, process.pid), '');
    offset = wanted;
  };
  globalThis.Date = shiftedDate(Date, () => offset);
  Date.prototype.constructor = Date;
  setInterval(look, LOOK_MS).unref();
}

/** A `Date` whose present is so many milliseconds away from the true one; everything else about it is as it was. */
export function shiftedDate(RealDate: DateConstructor, offset: () => number): DateConstructor {
  const now = (): number => RealDate.now() + offset();
  return new Proxy(RealDate, {
    construct: (target, words, newTarget) => Reflect.construct(target, words.length === 0 ? [now()] : words, newTarget) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
}

function readOffset(order: string): number {
  try {
    return Number(readFileSync(order, 'utf8')) || 0;
  } catch {
    return 0; // nobody asked this process
  }
}
