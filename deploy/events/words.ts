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
  refused?: boolean;
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
  refused: { service: text, key: text, reason: text, state: text, limit: text },
  show: { service: text, refused: flag },
  redrive: { ...CHOICE, refused: flag, why: text, 'dry-run': flag },
  discard: { ...CHOICE, refused: flag, why: text, 'dry-run': flag },
  lag: { service: text },
  outbox: { service: text },
  replay: { group: text, from: text, handler: text },
};

export const HELP = `npm run events -- <command>

  parked                            what could not be applied yet   [--service S --handler H --key K --reason R --state waiting|dead --limit N]
  refused                           what the log did not take       [--service S --key K --reason R --state refused|behind|due --limit N]
  show <id> --service S             one of them, with its headers and data
  redrive <id> … --service S        try again now; or by --key K, --reason R, --state dead   [--why … --dry-run]
  discard <id> … --service S --why  give up for good; or by --key K, --reason R              [--dry-run]
  lag                               how far each group is behind, by partition
  outbox                            what waits to be sent, and for how long
  replay --group S --from 0         build a projection of a service anew from the beginning  [--handler H]

show, redrive and discard mean parked events, and with --refused those that the log did not take.
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

/** Refuses a decision about nothing in particular, and giving up without saying why. */
export function refuseTooOpen({ command, options }: Said, ids: readonly number[], choice: object): void {
  const by = options.refused ? '--key or --reason' : '--key, --reason, --handler or --state';
  const example = options.refused ? '--refused --reason MESSAGE_TOO_LARGE' : '--reason failed';
  if (ids.length === 0 && Object.keys(choice).length === 0)
    throw new Sentence(`Which events? Give their numbers with --service, or ${by}: \`npm run events -- ${command} ${example} --dry-run\`.`);
  if (command === 'discard' && !options.why)
    throw new Sentence('Why? A discarded event is never applied: say --why "…", it is kept beside your name.');
}

/** The conditions that were stated. An empty one counts, and is refused: without it more would be meant than the person said. */
export function stated(conditions: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(conditions).filter((one): one is [string, string] => one[1] !== undefined));
}

/** Why the person decides so, as the services take it. */
export function reasonFor({ options: { why } }: Said): { why?: string } {
  return why ? { why } : {};
}

/** The numbers of stuck events among the words. */
export function idsIn(words: readonly string[]): number[] {
  const strange = words.find((word) => !/^[1-9]\d{0,14}$/.test(word));
  if (strange !== undefined) throw new Sentence(`"${strange}" is no number of an event: \`npm run events -- parked\` and \`… refused\` show them.`);
  return words.map(Number);
}

function refuseStrangeWords({ command, words, options }: Said): void {
  const takesIds = command === 'show' || command === 'redrive' || command === 'discard';
  if (!takesIds && words.length > 0) throw new Sentence(`"events ${command}" takes no word "${words[0]}".`);
  if (takesIds && words.length > 0 && options.service === undefined)
    throw new Sentence('The numbers of events count in one service: name it with --service.');
  if (command === 'show' && words.length !== 1) throw new Sentence('Which one? `npm run events -- show 17 --service improvement`.');
  if (options.refused && (options.handler !== undefined || options.state !== undefined))
    throw new Sentence(`Refused events are chosen by number, --key or --reason: nobody handled them, and only what was refused can be decided.`);
  if (options.limit !== undefined && !/^([1-9]\d?|1\d\d|200)$/.test(options.limit)) throw new Sentence('--limit is a number from 1 to 200.');
}
