import type { Day } from './calendar.js';

/** What the story was asked to do. */
export interface Options {
  help: boolean;
  /** Where the figures are written for machines. */
  json?: string;
  /** Real complaints instead of Moonlight's. */
  file?: string;
  from?: Day;
  to?: Day;
}

/** Something on the command line that cannot be meant; its message is the one sentence to show. */
export class UsageFault extends Error {}

export const HELP = `
  The story of Redress: complaints come in, are handled and closed, teach their cause,
  become problems, get fixed, and the loop says whether the fix helped.

  npm run story                            twenty weeks of Moonlight, a delivery service
  npm run story -- --file complaints.jsonl real complaints, a JSON object a line (.gz or not):
                                           {"id", "ts", "label", "product"?, "text"?, "lang"?}
    --from 2021-01-01 --to 2021-12-31      only these days of the file
    --json figures.json                    the figures for machines, beside the report
    --exit                                 end when the report is written
    --help                                 this text
`;

const WITH_VALUE = ['--json', '--file', '--from', '--to'] as const;
type WithValue = (typeof WITH_VALUE)[number];

/** Reads the command line; whatever it does not know is a fault, never ignored. */
export function optionsOf(words: readonly string[]): Options {
  const given = new Map<WithValue, string>();
  let help = false;
  for (let index = 0; index < words.length; index += 1) {
    const [name, glued] = split(words[index]!);
    if (name === '--help' || name === '-h') help = true;
    else if (name === '--exit') continue;
    else if (isWithValue(name)) {
      const value = glued ?? words[(index += 1)];
      if (value === undefined || value === '' || (glued === undefined && value.startsWith('--')))
        throw new UsageFault(`${name} needs a value, for example ${EXAMPLES[name]}.`);
      if (given.has(name)) throw new UsageFault(`${name} is given twice; once is enough.`);
      given.set(name, value);
    } else throw new UsageFault(`${words[index]} is not an option of the story; --help shows what there is.`);
  }
  const options = { help, json: given.get('--json'), file: given.get('--file'), from: given.get('--from'), to: given.get('--to') };
  check(options);
  return options;
}

const EXAMPLES: Record<WithValue, string> = {
  '--json': '--json figures.json',
  '--file': '--file complaints.jsonl.gz',
  '--from': '--from 2021-01-01',
  '--to': '--to 2021-12-31',
};

function check({ file, from, to }: Options): void {
  for (const [name, day] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    if (day === undefined) continue;
    if (!isDay(day)) throw new UsageFault(`${name} ${day} is not a day; write it like 2021-01-31.`);
    if (file === undefined) throw new UsageFault(`${name} only goes with --file; Moonlight's story has its own days.`);
  }
  if (from !== undefined && to !== undefined && from > to) throw new UsageFault(`--from ${from} lies after --to ${to}.`);
}

/** Is this a day of the calendar, written YYYY-MM-DD? */
export function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

function split(word: string): [name: string, value?: string] {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  return equals < 0 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
}

function isWithValue(name: string): name is WithValue {
  return WITH_VALUE.some((known) => known === name);
}
