import { pagesOf, sayWhatIsCut } from './pages.js';
import { counted, sayInFull, type Say } from './say.js';
import { spoken, table } from './table.js';
import { ask, type Target } from './target.js';
import { idsIn, reasonFor, refuseTooOpen, servicesIn, stated, type Said, type ServiceName } from './words.js';

interface Parked {
  service: ServiceName;
  id: number;
  handler: string;
  key: string;
  type: string;
  sequence: number;
  topic: string;
  partition: number;
  offset: string;
  state: string;
  reason: string;
  error: string | null;
  attempts: number;
  nextAttemptAt: string;
  parkedAt: string;
  ahead: number;
}

interface Decided {
  service: ServiceName;
  action: 'redrive' | 'discard';
  dryRun: boolean;
  events: number;
  keys: number;
  blockedKeys: number;
}

/** Lists what could not be applied yet. */
export async function listParked(target: Target, { options }: Said, say: Say, now = Date.now()): Promise<void> {
  const pages = await pagesOf<Omit<Parked, 'service'>>(target, options, 'parked', choiceIn(options));
  const { events } = pages;
  if (options.json) return say(JSON.stringify(events));
  if (events.length === 0) return say('Nothing is parked.');
  const since = ({ parkedAt }: Parked): string => spoken((now - Date.parse(parkedAt)) / 1_000);
  const columns = [
    { head: 'service', of: (one: Parked) => one.service },
    { head: 'id', of: (one: Parked) => one.id, right: true },
    { head: 'handler', of: (one: Parked) => one.handler },
    { head: 'key', of: (one: Parked) => one.key },
    { head: 'event', of: (one: Parked) => `${one.type || '?'} #${one.sequence}` },
    { head: 'state', of: (one: Parked) => one.state },
    { head: 'reason', of: (one: Parked) => one.reason },
    { head: 'tries', of: (one: Parked) => one.attempts, right: true },
    { head: 'since', of: since, right: true },
    { head: 'fault', of: (one: Parked) => one.error ?? '' },
  ];
  for (const line of table(events, columns)) say(line);
  sayWhatIsCut(pages, say);
}

/** Shows one parked event with its headers and data. */
export async function showParked(target: Target, { words, options }: Said, say: Say): Promise<void> {
  const [service] = servicesIn(options);
  const [id] = idsIn(words);
  const found = await ask<Parked & { quarantined: { key: string; value: string; reason: string } | null }>(
    target,
    'GET',
    `/v1/events/${service}/parked/${id}`,
  );
  if (options.json) return say(JSON.stringify(found));
  const { quarantined } = found;
  const bytes = quarantined && { reason: quarantined.reason, 'key in base64': quarantined.key, 'value in base64': quarantined.value };
  sayInFull({ ...found, quarantined: bytes }, say);
}

/** Redrives or discards what was chosen; a service without any such event is not mentioned. */
export async function decideParked(target: Target, said: Said, say: Say): Promise<void> {
  const { command, words, options } = said;
  const ids = idsIn(words);
  const choice = choiceIn(options);
  refuseTooOpen(said, ids, choice);
  const body = { ...(ids.length > 0 ? { ids } : {}), ...choice, ...reasonFor(said), dryRun: options['dry-run'] === true };
  const outcomes: Decided[] = [];
  for (const service of servicesIn(options))
    outcomes.push({ service, ...(await ask<Omit<Decided, 'service'>>(target, 'POST', `/v1/events/${service}/${command}s`, body)) });
  if (options.json) return say(JSON.stringify(outcomes));
  const touched = outcomes.filter(({ events }) => events > 0);
  if (touched.length === 0) say('No parked event fits.');
  for (const outcome of touched) say(sentenceOf(outcome));
}

function sentenceOf({ service, action, dryRun, events, keys, blockedKeys }: Decided): string {
  const what = `${counted(events, 'event')} of ${counted(keys, 'key')}`;
  const done = action === 'redrive' ? 'tried again now, in order' : 'given up for good';
  const blocked = blockedKeys > 0 ? `; ${blockedKeys} of these keys still wait behind a dead event` : '';
  return `${service}: ${what} ${dryRun ? 'would be' : events === 1 ? 'is' : 'are'} ${done}${blocked}.`;
}

function choiceIn({ handler, key, reason, state }: Said['options']): Record<string, string> {
  return stated({ handler, key, reason, state });
}
