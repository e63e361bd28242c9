import { counted, type Say } from './say.js';
import { spoken, table } from './table.js';
import { ask, type Target } from './target.js';
import { servicesIn, type Options, type Said } from './words.js';

interface Flow {
  service: string;
  outbox: { rows: number; oldestSeconds: number | null; refused: number; behind: number };
  parked: { reason: string; state: string; events: number; keys: number }[];
  lag: { topic: string; partition: number; position: number; end: number; lag: number }[];
  logAnswers: boolean;
  pausedBy: { error: string; failures: number } | null;
  rebuilding: string | null;
}

/** How far each group is behind, partition by partition. */
export async function showLag(target: Target, { options }: Said, say: Say): Promise<void> {
  const flows = await flowsOf(target, options);
  const lines = flows.flatMap(({ service, lag }) => lag.map((one) => ({ group: service, ...one })));
  if (options.json) return say(JSON.stringify(lines));
  const columns = [
    { head: 'group', of: (one: (typeof lines)[number]) => one.group },
    { head: 'topic', of: (one: (typeof lines)[number]) => one.topic },
    { head: 'partition', of: (one: (typeof lines)[number]) => one.partition, right: true },
    { head: 'position', of: (one: (typeof lines)[number]) => one.position, right: true },
    { head: 'end', of: (one: (typeof lines)[number]) => one.end, right: true },
    { head: 'lag', of: (one: (typeof lines)[number]) => one.lag, right: true },
  ];
  for (const line of table(lines, columns)) say(line);
  say(`${lines.reduce((sum, { lag }) => sum + lag, 0)} records behind in all.`);
  for (const { service, logAnswers, pausedBy, rebuilding } of flows) {
    if (!logAnswers) say(`! ${service}: the log does not answer; how far it is behind is not known.`);
    if (pausedBy) say(`! ${service} waits: ${pausedBy.failures} events of a minute failed alike (${pausedBy.error}).`);
    if (rebuilding) say(`! ${service} waits: ${rebuilding} is being built anew.`);
  }
}

/** What waits to be sent, and what was parked, service by service. */
export async function showOutbox(target: Target, { options }: Said, say: Say): Promise<void> {
  const flows = await flowsOf(target, options);
  if (options.json) return say(JSON.stringify(flows.map(({ service, outbox, parked }) => ({ service, ...outbox, parked }))));
  const parkedIn = ({ parked }: Flow, state: string): number =>
    parked.filter((one) => one.state === state).reduce((sum, { events }) => sum + events, 0);
  const columns = [
    { head: 'service', of: (flow: Flow) => flow.service },
    { head: 'rows', of: (flow: Flow) => flow.outbox.rows, right: true },
    { head: 'oldest', of: (flow: Flow) => (flow.outbox.oldestSeconds === null ? '-' : spoken(flow.outbox.oldestSeconds)), right: true },
    { head: 'refused', of: (flow: Flow) => flow.outbox.refused, right: true },
    { head: 'behind', of: (flow: Flow) => flow.outbox.behind, right: true },
    { head: 'parked', of: (flow: Flow) => parkedIn(flow, 'waiting'), right: true },
    { head: 'dead', of: (flow: Flow) => parkedIn(flow, 'dead'), right: true },
  ];
  for (const line of table(flows, columns)) say(line);
  for (const { service, outbox } of flows)
    if (outbox.refused > 0) say(`! ${service}: the log refused ${counted(outbox.refused, 'event')}; \`npm run events -- refused\` tells why.`);
}

function flowsOf(target: Target, options: Options): Promise<Flow[]> {
  return Promise.all(servicesIn(options).map((service) => ask<Flow>(target, 'GET', `/v1/events/${service}/flow`)));
}
