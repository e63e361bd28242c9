/** A fault that a person can mend: one sentence with the remedy, no stack. */
export class Remedy extends Error {}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Says one line to the person; on stderr, so that stdout stays free for what a command prints. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Does one step of the start and says it in one line with its seconds; the step may return a note for the line. */
export async function step(label, work, { quiet = false } = {}) {
  const since = performance.now();
  const waiting = !quiet && process.stderr.isTTY;
  if (waiting) process.stderr.write(`… ${label}`);
  try {
    const note = await work();
    if (!quiet) say(`${waiting ? '\r\x1b[K' : ''}✓ ${label} ${seconds(since)}${typeof note === 'string' ? ` (${note})` : ''}`);
    return note;
  } catch (error) {
    if (!quiet) say(`${waiting ? '\r\x1b[K' : ''}✗ ${label} ${seconds(since)}`);
    throw error;
  }
}

/** The sentence a person reads when something failed: the remedy where we know one, the stack where we do not. */
export function explain(error) {
  if (error instanceof Remedy) return error.message;
  if (error?.code === 'ENOSPC') return `The disk is full (${error.path ?? error.message}): free at least 1 GB and start again.`;
  if (['EACCES', 'EPERM', 'EROFS'].includes(error?.code))
    return `May not write ${error.path ?? 'here'}: give this account the right to write there, or set REDRESS_DATA to another folder.`;
  if (error?.syscall === 'mkdir' && (error.code === 'EEXIST' || error.code === 'ENOTDIR'))
    return `${error.path} cannot be a folder, a file is in its place: set REDRESS_DATA to another folder.`;
  return error?.stack ?? String(error);
}
