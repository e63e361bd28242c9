import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { faultRunLauncher } from './fault-run.mjs';
import { dataFolder, REPOSITORY } from './places.mjs';
import { say } from './say.mjs';
import { setUp } from './set-up.mjs';
import { endAbandoned } from './state.mjs';
import { awaitStop } from './stop-signal.mjs';

/** Runs faults against a loop of its own in temporary folders; Ctrl-C heals it and stops everything. */
export async function runChaos(words) {
  const end = awaitStop();
  const withBroker = !/--transport[= ]postgres/.test(words.join(' '));
  await setUp({ dataDir: dataFolder(), withBroker, stop: end.signal });
  await endAbandoned(os.tmpdir());
  const { chaos } = await import(pathToFileURL(path.join(REPOSITORY, 'dist/test/chaos/main.js')).href);
  return chaos(words, faultRunLauncher, voice(), end.signal);
}

// On a terminal the line of progress is written over; elsewhere one line in ten seconds is enough.
function voice() {
  const onTerminal = process.stdout.isTTY;
  let saidAt = 0;
  const clear = () => onTerminal && process.stdout.write('\r\x1b[2K');
  return {
    say: (line) => {
      clear();
      say(line);
    },
    progress: (line) => {
      if (!onTerminal && Date.now() - saidAt < 10_000) return;
      saidAt = Date.now();
      clear();
      process.stdout.write(onTerminal ? line.slice(0, process.stdout.columns - 1) : `${line}\n`);
    },
  };
}
