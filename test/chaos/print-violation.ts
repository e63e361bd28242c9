import type { History, HistoryNote, LoggedRecord } from './history.js';
import type { Violation } from './violation.js';

const ROWS_SHOWN = 40;

/** A violation in words, and below it what the log and the services wrote down about its key, oldest first. */
export function printViolation({ invariant, what, key }: Violation, history: Pick<History, 'log' | 'notes'>): string {
  const title = `✗ ${invariant} ${what}`;
  if (key === undefined) return title;
  const rows = [
    ...history.log.filter((record) => record.key === key).map((record) => ({ at: record.at, line: logLine(record) })),
    ...history.notes.filter((note) => note.key === key).map((note) => ({ at: note.at, line: noteLine(note) })),
  ].sort((a, b) => a.at - b.at);
  const shown = rows.slice(0, ROWS_SHOWN).map(({ at, line }) => `    ${new Date(at).toISOString().slice(11, 23)} ${line}`);
  const more = rows.length > ROWS_SHOWN ? [`    … and ${rows.length - ROWS_SHOWN} more`] : [];
  return [title, `    key ${key}`, ...shown, ...more].join('\n');
}

function logLine({ topic, partition, offset, source, sequence, type, eventId }: LoggedRecord): string {
  return `log      ${topic}/${partition}@${offset}  ${source}#${sequence} ${type}  ${short(eventId)}`;
}

function noteLine({ kind, seq, service, handler, source, sequence, type, eventId, cause }: HistoryNote): string {
  const who = kind === 'applied' ? `by ${handler}` : `by ${service}${cause ? ` because of ${short(cause)}` : ''}`;
  return `${kind.padEnd(8)} ${source}#${sequence} ${type}  ${short(eventId)}  ${who} (row ${seq})`;
}

/** The end of an id: its beginning is the same for all of one moment. */
const short = (id: string): string => `…${id.slice(-8)}`;
