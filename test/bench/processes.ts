import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** Seconds of CPU that a process has used so far (Linux, /proc). */
export function cpuSeconds(pid: number): number {
  const [user = 0, system = 0] = ticksOf(pid);
  return (user + system) / TICKS_PER_SECOND;
}

/** Seconds of CPU that a process and all that it ever started have used so far (Linux, /proc). */
export function familySeconds(pid: number): number {
  const [, , endedUser = 0, endedSystem = 0] = ticksOf(pid);
  const ended = (endedUser + endedSystem) / TICKS_PER_SECOND;
  return familyOf(pid).reduce((sum, member) => sum + (orGone(() => cpuSeconds(member)) ?? 0), ended);
}

/** What `read` tells of a process; nothing when that has ended meanwhile. */
function orGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** `utime`, `stime`, and both of the children that have ended (man 5 proc). */
function ticksOf(pid: number): number[] {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return fields.slice(11, 15).map(Number);
}

/** A process and those that it started and that still live (Linux, /proc). */
function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const parent = orGone(() => Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]));
      return parent === undefined ? [] : [{ pid: Number(name), parent }];
    });
  const family = [pid];
  for (const member of family) family.push(...parents.filter(({ parent }) => parent === member).map((child) => child.pid));
  return family;
}

/** Resident memory of a process in MB (Linux, /proc). */
export function residentMegabytes(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
}
