import type { Figures, Problem } from './figures.js';
import { OUTAGE_ON, SHIP_ON } from './planted.js';

/** What was planted, what the loop said about it, and whether that is what it should say. */
export interface Finding {
  planted: string;
  said: string;
  asPlanted: boolean;
}

/** Holds what the loop found against what was hidden in the story. */
export function findings({ metrics, problems }: Figures): Finding[] {
  const of = (cause: string) => problems.find(({ causeCode }) => causeCode === cause);
  const spike = metrics.spikes.find(({ causeCode, on }) => causeCode === 'app-outage' && on === OUTAGE_ON);
  const strangers = problems.filter(({ causeCode }) => !(causeCode in SHIP_ON));
  const membership = of('membership-hard-to-cancel');
  const fridays = of('late-on-friday-evening-riverside');
  const charged = of('charged-twice-by-card');
  const moved = charged?.checks.find(({ movedTo }) => movedTo)?.movedTo;
  return [
    {
      planted: 'a membership that is hard to cancel, really fixed',
      said: said(membership),
      asPlanted: verdicts(membership) === 'held' && membership?.status === 'closed',
    },
    { planted: 'late Friday evenings, a fix without effect', said: said(fridays), asPlanted: verdicts(fridays) === 'failed' && fridays!.cycle === 2 },
    {
      planted: 'charged twice, which comes back under another name',
      said: moved ? `${said(charged)}, moved to ${moved}` : said(charged),
      asPlanted: verdicts(charged) === 'failed' && moved === 'coupon-taken-order-cancelled',
    },
    {
      planted: 'one bad day: 15 complaints in two hours',
      said: of('app-outage') ? 'a problem' : spike ? `a spike of ${spike.count}, no problem` : 'nothing',
      asPlanted: spike?.count === 15 && of('app-outage') === undefined,
    },
    {
      planted: 'twenty small causes that are no problem',
      said: strangers.length === 0 ? 'no problem' : `problems: ${strangers.map(({ causeCode }) => causeCode).join(', ')}`,
      asPlanted: strangers.length === 0,
    },
  ];
}

function said(problem: Problem | undefined): string {
  if (!problem) return 'nothing';
  const last = verdicts(problem);
  return `a problem${last ? `, its fix ${last}` : ', no verdict yet'}${problem.cycle > 1 ? ', opened again' : ''}${problem.status === 'closed' ? ', closed' : ''}`;
}

function verdicts(problem: Problem | undefined): string {
  return problem?.checks.map(({ verdict }) => verdict).join(' then ') ?? '';
}
