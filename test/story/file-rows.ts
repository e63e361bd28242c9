import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { addDays, dayOf, type Day } from './calendar.js';
import { isDay, UsageFault } from './options.js';
import { LANGUAGES, type Language } from './texts/cause-texts.js';

/** One complaint of a file, ready to be told. */
export interface Row {
  id: string;
  occurredAt: Date;
  day: Day;
  cause: string;
  product: string;
  text: string;
  language: Language;
}

/** A line that cannot be used, and why. */
export interface BrokenLine {
  line: number;
  why: string;
}

/** What a file holds for the days asked for, in the order of time. */
export interface FileContent {
  rows: Row[];
  broken: BrokenLine[];
  /** Lines with a complaint of other days. */
  outside: number;
}

// The loop takes nothing from before.
const EARLIEST_DAY = '1900-01-01';
const LONGEST_CODE = 200;
const LONGEST_TEXT = 10_000;
const READABLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
// A zone is read over: the day that counts is the one where it happened.
const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const GZIP = Buffer.from([0x1f, 0x8b]); // RFC 1952, 2.3.1

/** Reads a file line by line, packed or not; a broken line is noted with its number and does not stop the rest. */
export async function fileRows(
  file: string,
  { from = '0000-01-01', to = '9999-12-31', today }: { from?: Day; to?: Day; today: Day },
): Promise<FileContent> {
  const content: FileContent = { rows: [], broken: [], outside: 0 };
  const lineOf = new Map<string, number>();
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    if (text.trim() === '') continue;
    const row = rowOf(text, today);
    if (typeof row === 'string') content.broken.push({ line, why: row });
    else if (row.day < from || row.day > to) content.outside += 1;
    else if (lineOf.has(row.id)) content.broken.push({ line, why: `the id ${row.id} is already in line ${lineOf.get(row.id)}` });
    else {
      lineOf.set(row.id, line);
      content.rows.push(row);
    }
  }
  content.rows.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  return content;
}

/** The row that a line holds, or what is wrong with it. */
export function rowOf(text: string, today: Day): Row | string {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return 'it is not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not a JSON object';
  if (typeof value.id === 'number' && Math.abs(value.id) > Number.MAX_SAFE_INTEGER) return 'its id is too large a number: put it in quotes';
  const id = typeof value.id === 'number' ? String(value.id) : clean(value.id, LONGEST_CODE + 1);
  if (id === '') return 'it has no id';
  if (id.length > LONGEST_CODE) return `its id is longer than ${LONGEST_CODE} characters`;
  const cause = clean(value.label, LONGEST_CODE);
  if (cause === '') return 'it has no label';
  if (value.ts === null || value.ts === undefined) return 'it has no time (ts)';
  const occurredAt = momentOf(value.ts);
  if (!occurredAt) return `its time ${JSON.stringify(value.ts)} is neither a day nor a minute`;
  const day = dayOf(occurredAt);
  if (day < EARLIEST_DAY) return `its day ${day} is before ${EARLIEST_DAY}`;
  if (day >= today) return `its day ${day} is not over yet`;
  const language = LANGUAGES.find((known) => known === value.lang) ?? 'en';
  const product = clean(value.product, LONGEST_CODE) || 'unspecified';
  return { id, occurredAt, day, cause, product, text: clean(value.text, LONGEST_TEXT) || cause, language };
}

function momentOf(ts: unknown): Date | undefined {
  const [, day, hour = '09', minute = '00'] = typeof ts === 'string' ? (MOMENT.exec(ts) ?? []) : [];
  if (day === undefined || !isDay(day) || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return new Date(`${day}T${hour}:${minute}:00Z`);
}

/** One line without characters that nobody can see, cut to its length. */
function clean(value: unknown, longest: number): string {
  if (typeof value !== 'string') return '';
  // eslint-disable-next-line no-control-regex -- these are the ones to be removed
  const visible = value.normalize('NFC').replace(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/gu, ' ');
  const cut = visible
    .trim()
    .slice(0, longest)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
  return READABLE.test(cut) ? cut : '';
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    const isPacked = await beginsLikeGzip(file);
    const stream = createReadStream(file);
    // `pipeline` hands a fault of the file on to the reader; it is told there.
    const plain = isPacked ? pipeline(stream, createGunzip(), () => undefined) : stream;
    yield* createInterface({ input: plain, crlfDelay: Infinity });
    if (plain.errored) throw plain.errored;
  } catch (fault) {
    throw new UsageFault(faultIn(file, fault as NodeJS.ErrnoException));
  }
}

async function beginsLikeGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return buffer.subarray(0, bytesRead).equals(GZIP);
  } finally {
    await handle.close();
  }
}

function faultIn(file: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `There is no file ${file}.`;
  if (code === 'EISDIR') return `${file} is a folder, not a file.`;
  if (code === 'EACCES') return `${file} may not be read.`;
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return `${file} is packed, and not whole: ${message}.`;
  return `${file} cannot be read: ${message}.`;
}

/** The days of a file's rows from the first to the last, the empty ones included. */
export function daysOf(rows: readonly Row[]): Day[] {
  const days: Day[] = [];
  if (rows.length === 0) return days;
  for (let day = rows[0]!.day; day <= rows.at(-1)!.day; day = addDays(day, 1)) days.push(day);
  return days;
}
