import { pagesOf, sayWhatIsCut } from './pages.js';
import { counted, sayInFull, type Say } from './say.js';
import { spoken, table } from './table.js';
import { ask, type Target } from './target.js';
import { idsIn, reasonFor, refuseTooOpen, servicesIn, stated, type Said, type ServiceName } from './words.js';

interface Refused {
  id: number;
  key: string;
  type: string;
  sequence: number;
  topic: string;
  state: string;
  reason: string | null;
  bytes: number;
  attempts: number;
  storedAt: string;
  behind: number;
}
type OfService = Refused & { service: ServiceName };

interface Decided {
  action: 'redrive' | 'discard';
  dryRun: boolean;
  events: number;
  behind: number;
}

/** Lists what the log did not take; what waits behind it only when it is asked for. */
export async function listRefused(target: Target, { options }: Said, say: Say, now = Date.now()): Promise<void> {
  const pages = await pagesOf<Refused>(target, options, 'refused', { ...choiceIn(options), state: options.state ?? 'refused' });
  if (options.json) return say(JSON.stringify(pages.events));
  if (pages.events.length === 0) return say(options.state ? 'No such event.' : 'The log refused nothing.');
  const columns = [
    { head: 'service', of: (one: OfService) => one.service },
    { head: 'id', of: (one: OfService) => one.id, right: true },
    { head: 'key', of: (one: OfService) => one.key },
    { head: 'event', of: (one: OfService) => `${one.type} #${one.sequence}` },
    { head: 'topic', of: (one: OfService) => one.topic },
    { head: 'state', of: (one: OfService) => one.state },
    { head: 'reason', of: (one: OfService) => one.reason ?? '-' },
    { head: 'bytes', of: (one: OfService) => one.bytes, right: true },
    { head: 'tries', of: (one: OfService) => one.attempts, right: true },
    { head: 'behind', of: (one: OfService) => one.behind, right: true },
    { head: 'since', of: (one: OfService) => spoken((now - Date.parse(one.storedAt)) / 1_000), right: true },
  ];
  for (const line of table(pages.events, columns)) say(line);
  sayWhatIsCut(pages, say);
}

/** Shows one of them with its headers and data. */
export async function showRefused(target: Target, { words, options }: Said, say: Say): Promise<void> {
  const [service] = servicesIn(options);
  const [id] = idsIn(words);
  const found = await ask<Refused & { headers: Record<string, string> }>(target, 'GET', `/v1/events/${service}/refused/${id}`);
  if (options.json) say(JSON.stringify(found));
  else sayInFull(found, say);
}

/** Redrives or discards what was chosen; a service without any such event is not mentioned. */
export async function decideRefused(target: Target, said: Said, say: Say): Promise<void> {
  const { command, words, options } = said;
  const ids = idsIn(words);
  const choice = choiceIn(options);
  refuseTooOpen(said, ids, choice);
  const body = { ...(ids.length > 0 ? { ids } : {}), ...choice, ...reasonFor(said), dryRun: options['dry-run'] === true };
  const outcomes: (Decided & { service: ServiceName })[] = [];
  for (const service of servicesIn(options))
    outcomes.push({ service, ...(await ask<Decided>(target, 'POST', `/v1/events/${service}/refused/${command}s`, body)) });
  if (options.json) return say(JSON.stringify(outcomes));
  const touched = outcomes.filter(({ events }) => events > 0);
  if (touched.length === 0) say('No refused event fits; what waits behind one goes by itself.');
  for (const outcome of touched) say(sentenceOf(outcome));
}

function sentenceOf({ service, action, dryRun, events, behind }: Decided & { service: ServiceName }): string {
  const verb = dryRun ? 'would be' : events === 1 ? 'is' : 'are';
  const done = action === 'redrive' ? 'sent again now' : 'given up for good';
  const after =
    behind > 0 ? `; ${behind} behind ${events === 1 ? 'it' : 'them'} ${dryRun ? 'would follow' : behind === 1 ? 'follows' : 'follow'} in order` : '';
  return `${service}: ${counted(events, 'refused event')} ${verb} ${done}${after}.`;
}

function choiceIn({ key, reason }: Said['options']): Record<string, string> {
  return stated({ key, reason });
}
