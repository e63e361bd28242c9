import { Refused, type Api } from './api.js';
import { addDays, at, dayOf, type Day } from './calendar.js';
import { SHIP_ON } from './planted.js';
import { ENGINEER, LEADER } from './staffing.js';

/** A problem as the list of the loop shows it. */
export interface ProblemLine {
  problemId: string;
  causeCode: string;
  product: string;
  status: string;
  cycle: number;
  openedAt: string;
  openedOn: Day;
  reason: string;
  cycles: readonly { cycle: number; openedAt: string; reason: string; fixTaskId: string; shippedAt: string | null; verdict: string | null }[];
}

/** What engineering and leadership do about a problem on a day. */
export interface Deed {
  do: 'start' | 'ship' | 'close';
  id: string;
  at: Date;
  note?: string;
}

const SHIP_NOTES: Record<string, string> = {
  'membership-hard-to-cancel': 'Cancel in two clicks; what will be lost is told first, and points can be spent before.',
  'late-on-friday-evening-riverside': 'Two more couriers on the Friday rota.',
  'charged-twice-by-card': 'The card step refuses a second payment with the same basket.',
};
const DAYS_BEFORE_START = 2;

/** What is due about a problem in the morning of a day; only planted causes have an engineer in this story. */
export function dueDeed(problem: ProblemLine, today: Day): Deed | undefined {
  const shipOn = SHIP_ON[problem.causeCode];
  const cycle = problem.cycles.find(({ cycle }) => cycle === problem.cycle);
  if (!shipOn || !cycle) return undefined;
  const startOn = addDays(dayOf(new Date(cycle.openedAt)), DAYS_BEFORE_START);
  // Whether the second cycle brings a better idea, these twenty weeks do not tell.
  if (problem.status === 'open') {
    return startOn <= today ? { do: 'start', id: cycle.fixTaskId, at: at(startOn, 10) } : undefined;
  }
  if (problem.status === 'fix-in-progress') {
    const on = shipOn > startOn ? shipOn : addDays(startOn, 1);
    return on <= today ? { do: 'ship', id: cycle.fixTaskId, at: at(on, 10), note: SHIP_NOTES[problem.causeCode] } : undefined;
  }
  if (problem.status === 'effective') {
    return { do: 'close', id: problem.problemId, at: at(today, 9), note: 'Seen and agreed: the figures of before and after speak for it.' };
  }
  return undefined;
}

/** Does what is due today about every problem, as it stood after yesterday's judgement. */
export async function engineer(api: Api, today: Day): Promise<void> {
  const problems: ProblemLine[] = await api.all('/v1/problems', LEADER);
  for (const problem of problems) {
    const deed = dueDeed(problem, today);
    if (deed) await perform(api, deed);
  }
}

async function perform(api: Api, deed: Deed): Promise<void> {
  const body = deed.note === undefined ? {} : { note: deed.note };
  try {
    if (deed.do === 'close') await api.post(`/v1/problems/${deed.id}/closure`, { as: LEADER, at: deed.at }, body);
    else await api.post(`/v1/fix-tasks/${deed.id}/${deed.do}`, { as: ENGINEER, at: deed.at }, body);
  } catch (error) {
    // Sent again after a lost answer: it was done the first time.
    if (!(error instanceof Refused && error.answer.sendings > 1 && [409, 412].includes(error.answer.status))) throw error;
  }
}
