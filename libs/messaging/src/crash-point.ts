import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Where a process can be taken away with the worst effect. */
export const CRASH_POINTS = [
  /** A command has committed; nobody has sent its events. */
  'work.committed',
  /** The relay has read rows and not sent them. */
  'relay.read',
  /** The log has the events; their outbox rows are still there. */
  'relay.sent',
  /** The inbox has the ids; nothing is applied. */
  'consumer.remembered',
  /** Everything is applied; nothing is committed. */
  'consumer.applied',
  /** The effects are committed; the log does not know yet how far we are. */
  'consumer.committed',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

const ORDER = process.env['CRASH_AT'];

/**
 * Ends this process at once, as kill -9 does, when a fault run asked for it; without `CRASH_AT` it does nothing.
 * `CRASH_AT=relay.sent` crashes whenever that point is reached; `CRASH_AT=/a/folder` when the file `/a/folder/<pid>` names the point,
 * so that whoever drives the faults decides for each process and moment.
 */
export const crashPoint: (point: CrashPoint) => void = ORDER
  ? (point) => {
      if (mustCrash(ORDER, point)) process.kill(process.pid, 'SIGKILL');
    }
  : () => undefined;

/** Does this order ask the process to crash here? */
export function mustCrash(order: string, point: CrashPoint, pid = process.pid): boolean {
  if (!path.isAbsolute(order)) return order === point;
  try {
    return readFileSync(path.join(order, String(pid)), 'utf8').trim() === point;
  } catch {
    return false; // nobody asked this process
  }
}
