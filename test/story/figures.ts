import type { Api, Counts } from './api.js';
import { dayOf, type Day } from './calendar.js';
import type { ProblemLine } from './engineering.js';
import { LEADER } from './staffing.js';

/** All that leaders see on one page. */
export interface Metrics extends Counts {
  byKind: Record<'complaint' | 'question' | 'praise' | 'suggestion', number>;
  byLanguage: Record<'ko' | 'en' | 'te', number>;
  byWeek: { week: Day; received: number; closed: number }[];
  closeHours: { p50: number | null; p90: number | null };
  spikes: { causeCode: string; product: string; on: Day; count: number }[];
}

export interface Check {
  cycle: number;
  judgedAt: string;
  verdict: 'held' | 'failed' | 'inconclusive';
  before: number;
  after: number;
  windowDays: number;
  movedTo?: string | null;
  reason: string;
}

/** A problem with its fixes, its checks, and its complaints by week of occurrence. */
export interface Problem extends ProblemLine {
  closedAt: string | null;
  fixTasks: {
    fixTaskId: string;
    cycle: number;
    status: string;
    expectedReduction: number;
    dueOn: Day;
    shippedAt: string | null;
    shipNote?: string | null;
  }[];
  checks: Check[];
  weekly: { week: Day; count: number }[];
}

export interface Figures {
  metrics: Metrics;
  problems: Problem[];
}

/** Asks the loop for everything that the report tells; nothing of it comes from the plan. */
export async function figuresOf(api: Api): Promise<Figures> {
  const metrics: Metrics = await api.get('/v1/metrics', LEADER);
  const lines: ProblemLine[] = await api.all('/v1/problems', LEADER);
  const problems: Problem[] = [];
  for (const { problemId } of lines) problems.push(await api.get(`/v1/problems/${problemId}`, LEADER));
  return { metrics, problems: problems.toSorted(inOrderOfOpening) };
}

/** The figures for machines: the same after every telling of the same story. */
export function figuresForMachines({ metrics, problems }: Figures) {
  const { received, open, closed, withdrawn, causesRecorded } = metrics;
  return {
    ...{ received, open, closed, withdrawn, causesRecorded },
    problems: problems.map(({ causeCode, product, openedOn, cycle, status, fixTasks, checks }) => ({
      cause: causeCode,
      product,
      openedOn,
      cycles: cycle,
      status,
      fixShippedOn: fixTasks.flatMap(({ shippedAt }) => (shippedAt ? [dayOf(new Date(shippedAt))] : [])).toSorted(),
      verdicts: checks.map(({ judgedAt, verdict, before, after }) => ({ on: dayOf(new Date(judgedAt)), verdict, before, after })),
    })),
  };
}

/** The sums that must come out whatever happened on the way. */
export function conservation({ received, open, closed, withdrawn, causesRecorded }: Counts): { text: string; holds: boolean }[] {
  return [
    { text: `received ${received} = open ${open} + closed ${closed} + withdrawn ${withdrawn}`, holds: received === open + closed + withdrawn },
    { text: `causes recorded ${causesRecorded} = closed ${closed}`, holds: causesRecorded === closed },
  ];
}

function inOrderOfOpening(a: Problem, b: Problem): number {
  return compare(a.openedOn, b.openedOn) || compare(a.causeCode, b.causeCode) || compare(a.product, b.product);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
