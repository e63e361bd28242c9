import { parseArgs } from 'node:util';

/** What the person said does not fit, or what they asked for failed: one sentence with the remedy, no stack. */
export class Sentence extends Error {}

export const SERVICES = ['intake', 'assignment', 'resolution', 'improvement'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What follows the command. */
export interface Options {
  service?: string;
  handler?: string;
  key?: string;
  reason?: string;
  state?: string;
  why?: string;
  limit?: string;
  group?: string;
  from?: string;
  json?: boolean;
  'dry-run'?: boolean;
  url?: string;
  token?: string;
}

export interface Said {
  command: string;
  words: string[];
  options: Options;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OF_ALL = { json: flag, url: text, token: text };
const CHOICE = { service: text, handler: text, key: text, reason: text, state: text };

const COMMANDS: Record<string, Record<string, typeof text | typeof flag>> = {
  parked: { ...CHOICE, limit: text },
  show: { service: text },
  redrive: { ...CHOICE, why: text, 'dry-run': flag },
  discard: { ...CHOICE, why: text, 'dry-run': flag },
  lag: { service: text },
  outbox: { service: text },
  replay: { group: text, from: text, handler: text },
};

export const HELP = `npm run events -- <command>

  parked                            what could not be applied yet   [--service S --handler H --key K --reason R --state waiting|dead --limit N]
  show <id> --service S             one of them, with its headers and data
  redrive <id> … --service S        try again now; or by --key K, --reason R, --state dead   [--why … --dry-run]
  discard <id> … --service S --why  give up for good; or by --key K, --reason R              [--dry-run]
  lag                               how far each group is behind, by partition
  outbox                            what waits to be sent, and for how long
  replay --group S --from 0         build a projection of a service anew from the beginning  [--handler H]

Everywhere --json, and --url … --token … for an installation elsewhere; else the loop of \`npm start\`.`;

/** Reads the words after \`npm run events --\`. */
export function read(given: readonly string[]): Said {
  const [command = 'help', ...rest] = given;
  const options = COMMANDS[command];
  if (!options) {
    if (command === 'help' || command === '--help') return { command: 'help', words: [], options: {} };
    throw new Sentence(`There is no "events ${command}": say one of ${Object.keys(COMMANDS).join(', ')}.`);
  }
  try {
    const { values, positionals } = parseArgs({ args: rest, options: { ...options, ...OF_ALL }, allowPositionals: true });
    const said = { command, words: positionals, options: values as Options };
    refuseStrangeWords(said);
    return said;
  } catch (error) {
    if (error instanceof Sentence) throw error;
    throw new Sentence(`${(error as Error).message.split('. ')[0]}; \`npm run events -- help\` shows what there is.`);
  }
}

/** The services that are meant: the named one, or all. */
export function servicesIn({ service }: Options): readonly ServiceName[] {
  if (service === undefined) return SERVICES;
  if (SERVICES.includes(service as ServiceName)) return [service as ServiceName];
  throw new Sentence(`There is no service ${service}: say one of ${SERVICES.join(', ')}.`);
}

/** The numbers of parked events among the words. */
export function idsIn(words: readonly string[]): number[] {
  const strange = words.find((word) => !/^[1-9]\d{0,14}$/.test(word));
  if (strange !== undefined) throw new Sentence(`"${strange}" is no number of a parked event: \`npm run events -- parked\` shows them.`);
  return words.map(Number);
}

function refuseStrangeWords({ command, words, options }: Said): void {
  const takesIds = command === 'show' || command === 'redrive' || command === 'discard';
  if (!takesIds && words.length > 0) throw new Sentence(`"events ${command}" takes no word "${words[0]}".`);
  if (takesIds && words.length > 0 && options.service === undefined)
    throw new Sentence('The numbers of parked events count in one service: name it with --service.');
  if (command === 'show' && words.length !== 1) throw new Sentence('Which one? `npm run events -- show 17 --service improvement`.');
  if (options.limit !== undefined && !/^([1-9]\d?|1\d\d|200)$/.test(options.limit)) throw new Sentence('--limit is a number from 1 to 200.');
}
