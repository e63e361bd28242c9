import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Remedy } from './say.mjs';

const KEPT_LOG_BYTES = 20_000_000;

/** Whether a process of this number lives. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// In a container nobody may collect a dead orphan: it keeps its number for ever, but it is gone.
function isZombie(pid) {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The command line of a living process, or an empty string; a number may have gone to a stranger since we wrote it down. */
export function commandLine(pid) {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** Who started a living process. */
export function parentOf(pid) {
  try {
    if (existsSync('/proc/self/status')) return Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/^PPid:\s+(\d+)/m)[1]);
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' })) || undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process is alive and still the one we started, by a mark in its command line. */
export function isOurs({ pid, mark }) {
  return Boolean(mark) && isAlive(pid) && commandLine(pid).includes(mark);
}

/** Ends a process: politely first, by force when the time is up. */
export async function endProcess(pid, { signal = 'SIGTERM', withinMs = 10_000 } = {}) {
  for (const [name, time] of [
    [signal, withinMs],
    ['SIGKILL', 5_000],
  ]) {
    try {
      process.kill(pid, name);
    } catch {
      return;
    }
    for (const until = Date.now() + time; Date.now() < until; await sleep(20)) if (!isAlive(pid)) return;
  }
}

/**
 * Starts a long-lived child in a process group of its own, so that Ctrl-C reaches only the launcher, which then stops all in order;
 * its output goes straight into a file, so that it outlives a killed launcher without a broken pipe.
 */
export function startChild({ command, args, env = process.env, cwd, logFile, identity = {}, niceness = 0 }) {
  mkdirSync(path.dirname(logFile), { recursive: true });
  if (statSync(logFile, { throwIfNoEntry: false })?.size > KEPT_LOG_BYTES) renameSync(logFile, `${logFile}.old`);
  const log = openSync(logFile, 'a');
  const logStart = statSync(logFile).size;
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log], ...identity });
  closeSync(log);
  if (niceness > 0 && child.pid) yieldTo(child.pid, niceness);
  const handle = { pid: child.pid, running: true, logTail: (lines) => tail(logFile, { lines, from: logStart }) };
  handle.exited = new Promise((resolve) => {
    const over = (how) => {
      handle.running = false;
      resolve(how);
    };
    child.once('exit', (code, signal) => over({ code, signal }));
    child.once('error', (error) => over({ code: 127, error }));
  });
  handle.signal = (name) => handle.running && child.kill(name);
  handle.stop = async (name = 'SIGTERM', withinMs = 10_000) => {
    handle.signal(name);
    const force = setTimeout(() => handle.signal('SIGKILL'), withinMs);
    const how = await handle.exited;
    clearTimeout(force);
    return how;
  };
  return handle;
}

/** Runs a tool to its end with its output kept in a file; a failure shows the last lines of it. */
export async function runTool(label, command, args, { cwd, env, logFile, identity, stop }) {
  stop?.throwIfAborted();
  const child = startChild({ command, args, cwd, env, logFile, identity });
  // A tool starts others: the whole group must go.
  const interrupted = () => child.running && process.kill(-Number(child.pid), 'SIGTERM');
  stop?.addEventListener('abort', interrupted, { once: true });
  const { code, signal, error } = await child.exited;
  stop?.removeEventListener('abort', interrupted);
  stop?.throwIfAborted();
  if (code !== 0) throw new Remedy(`${label} failed (${error?.message ?? signal ?? `exit ${code}`}); the end of ${logFile}:\n${child.logTail(25)}`);
}

function yieldTo(pid, niceness) {
  try {
    os.setPriority(pid, niceness);
    // Linux weighs sessions first, where it groups them: there the processes of one session share a niceness (man 7 sched, autogroup).
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
  } catch {
    // Only a kindness to the others: without it everything runs, too.
  }
}

/** The last lines of a log file, from a place in it on. */
export function tail(file, { lines = 20, from = 0 } = {}) {
  try {
    return readFileSync(file).subarray(from).toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
