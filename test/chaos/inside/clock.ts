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
  const RealDate = Date;
  const now = (): number => RealDate.now() + offset;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, words, newTarget) => Reflect.construct(target, words.length === 0 ? [now()] : words, newTarget) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
  RealDate.prototype.constructor = globalThis.Date;
  setInterval(look, LOOK_MS).unref();
}

function readOffset(order: string): number {
  try {
    return Number(readFileSync(order, 'utf8')) || 0;
  } catch {
    return 0; // nobody asked this process
  }
}
