import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandLine, endProcess, isOurs } from './processes.mjs';
import { Remedy } from './say.mjs';

const NEEDED_BYTES = 1_000_000_000;

const fileOf = (dataDir) => path.join(dataDir, 'loop.json');

/** What the last start in this folder wrote down: addresses, and every process it started; undefined when nothing runs. */
export function readLoop(dataDir) {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The loop that runs in this folder and is ready to be used. */
export function runningLoop(dataDir) {
  const loop = readLoop(dataDir);
  return loop?.ready && isOurs(loop.launcher) ? loop : undefined;
}

/** Refuses a second start in the same folder. */
export function refuseSecondStart(dataDir) {
  const loop = readLoop(dataDir);
  if (!loop || !isOurs(loop.launcher)) return;
  const where = loop.ready ? `a loop is already running at ${loop.url}` : 'a loop is already being started';
  throw new Remedy(
    `In ${dataDir} ${where} (process ${loop.launcher.pid}): use that one, or stop it with Ctrl-C first (or \`kill ${loop.launcher.pid}\`).`,
  );
}

/** Refuses to begin on a disk that would be full soon. */
export function refuseFullDisk(dataDir) {
  mkdirSync(dataDir, { recursive: true });
  const { bavail, bsize } = statfsSync(dataDir);
  if (bavail * bsize >= NEEDED_BYTES) return;
  throw new Remedy(
    `Only ${Math.floor((bavail * bsize) / 1e6)} MB are free on the disk of ${dataDir}: free at least 1 GB, or set REDRESS_DATA to a folder on another disk.`,
  );
}

/** Ends what a killed launcher left behind: only processes that are provably those it wrote down. */
export async function endLeftovers(dataDir) {
  const loop = readLoop(dataDir);
  if (!loop) return;
  await endInOrder(Object.values(loop.processes ?? {}));
  rmSync(fileOf(dataDir), { force: true });
}

const FOUNDATIONS = ['kafka', 'postgres'];

// In the order of a clean stop: first who works, then what they stand on.
async function endInOrder(processes) {
  const left = processes.filter(isOurs);
  const end = ({ pid, signal }) => endProcess(pid, { signal });
  await Promise.all(left.filter(({ name }) => !FOUNDATIONS.includes(name)).map(end));
  await Promise.all(left.filter(({ name }) => FOUNDATIONS.includes(name)).map(end));
}

/** Writes down, from the first process on, who started what: the next start finds all of it even after a kill -9 in the middle. */
export function openState(dataDir) {
  let ended = false;
  const state = { launcher: { pid: process.pid, mark: commandLine(process.pid) }, ready: false, processes: {} };
  const save = () => {
    const beside = `${fileOf(dataDir)}.${process.pid}`;
    writeFileSync(beside, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
    renameSync(beside, fileOf(dataDir));
  };
  let again;
  // A loop does not end because its disk is full just now: it is written down as soon as there is room.
  const saveWhenPossible = () => {
    try {
      save();
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
      again = setTimeout(saveWhenPossible, 500).unref();
    }
  };
  mkdirSync(dataDir, { recursive: true });
  save();
  return {
    record: (entry) => {
      state.processes[entry.name] = entry;
      clearTimeout(again);
      saveWhenPossible();
      // Started in the instant of the end: it must not survive.
      if (ended) void endProcess(entry.pid, { signal: entry.signal });
    },
    /** Ends every process written down that still lives, and whatever is written down from now on. */
    endAll: async () => {
      ended = true;
      await endInOrder(Object.values(state.processes));
    },
    ready: (addresses) => {
      Object.assign(state, addresses, { ready: true });
      save();
    },
    close: () => {
      clearTimeout(again);
      rmSync(fileOf(dataDir), { force: true });
    },
  };
}

/** Ends what killed tests and measurements left in the folder for temporary files. */
export async function endAbandoned(folder) {
  const abandoned = readdirSync(folder)
    .filter((name) => name.startsWith('redress-'))
    .map((name) => path.join(folder, name))
    .filter((dataDir) => readLoop(dataDir)?.launcher && !isOurs(readLoop(dataDir).launcher));
  for (const dataDir of abandoned) {
    await endLeftovers(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
