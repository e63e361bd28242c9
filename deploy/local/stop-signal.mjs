import { commandLine, isAlive, parentOf } from './processes.mjs';
import { explain, say } from './say.mjs';

/**
 * The end that a person, the system or a broken part wishes for: `signal` aborts what is under way, `reached` gives the exit code.
 * From the first call on Ctrl-C no longer kills this process; whoever calls it sees to the end.
 */
export function awaitStop() {
  const abort = new AbortController();
  let resolve;
  const reached = new Promise((done) => (resolve = done));
  const over = (code) => {
    abort.abort();
    resolve(code);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => over(0));
  // npm that is taken away does not always say so to what it started; between it and us there may be a shell, which outlives it.
  const parent = process.ppid;
  const npm = isShell(parent) ? parentOf(parent) : undefined;
  const isGone = () => process.ppid !== parent || (npm !== undefined && !isAlive(npm));
  if (process.env.npm_lifecycle_event) setInterval(() => isGone() && over(0), 500).unref();
  const because = (fault) => {
    say(explain(fault));
    over(1);
  };
  return { signal: abort.signal, reached, because };
}

const isShell = (pid) => /^\S*sh -c /.test(commandLine(pid));
