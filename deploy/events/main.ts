import { showLag, showOutbox } from './flow.js';
import { decideParked, listParked, showParked } from './parked.js';
import { decideRefused, listRefused, showRefused } from './refused.js';
import { harmless, type Say } from './say.js';
import type { Target } from './target.js';
import { HELP, read, Sentence, type Options, type Said } from './words.js';

const COMMANDS: Record<string, (target: Target, said: Said, say: Say) => Promise<void>> = {
  parked: listParked,
  refused: listRefused,
  show: (...asked) => (asked[1].options.refused ? showRefused : showParked)(...asked),
  redrive: decide,
  discard: decide,
  lag: showLag,
  outbox: showOutbox,
  // Only here: it brings the services along.
  replay: async (target, said, say) => (await import('./replay.js')).replay(target, said, say),
};

function decide(...asked: [target: Target, said: Said, say: Say]): Promise<void> {
  return (asked[1].options.refused ? decideRefused : decideParked)(...asked);
}

/** Runs one `events` command on the installation that `targetFor` finds; returns the exit code. A fault is one sentence. */
export async function runEvents(
  given: readonly string[],
  targetFor: (options: Options) => Promise<Target>,
  say: Say,
  complain: Say,
): Promise<number> {
  try {
    const said = read(given);
    if (said.command === 'help') say(HELP);
    else await COMMANDS[said.command]!(await targetFor(said.options), said, (line) => say(harmless(line)));
    return 0;
  } catch (error) {
    if (!(error instanceof Sentence)) throw error;
    complain(error.message);
    return 1;
  }
}
