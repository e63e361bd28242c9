import { DomainError, next, type Lifecycle } from '#libs/domain-kit';
import { addDays, dayOf, type Day } from './calendar.js';

export type FixTaskStatus = 'open' | 'started' | 'shipped';
export type FixTaskAction = 'start' | 'ship';

/** What the effect of a fix is measured by; frozen when the fix ships, so that nobody chooses the yardstick afterwards. */
export interface Criteria {
  metric: 'complaints-by-occurrence';
  /** The problem's cause, and causes to which an earlier fix only moved it. */
  causeCodes: string[];
  /** Equal windows before and after, so that weekdays balance. */
  windowDays: number;
  /** Days from shipping until the fix has reached everybody: they count for neither side. */
  soakDays: number;
  /** Days after the window in which late closings are still awaited. */
  settleDays: number;
  /** The day on which the fix shipped: the baseline ends before it, and with `soakDays` after it the follow-up begins. */
  shippedOn?: Day;
}

/** The corrective action given to engineering; one per cycle of a problem. */
export interface FixTask {
  id: string;
  problemId: string;
  cycle: number;
  causeCode: string;
  product: string;
  status: FixTaskStatus;
  /** The share by which complaints should fall, as a number between 0 and 1. */
  expectedReduction: number;
  dueOn: Day;
  owner: string | null;
  /** Why this cycle began. */
  reason: string;
  criteria: Criteria;
  openedAt: Date;
  startedAt: Date | null;
  startedBy: string | null;
  shippedAt: Date | null;
  shippedBy: string | null;
  shipNote: string | null;
  /** Looks already taken at the effect. */
  looks: number;
  /** The day of the next look; absent before shipping and after the last one. */
  judgeOn: Day | null;
  /** Shipped at a stated past time: judged only when somebody asks for that day, never by today's clock. */
  historical: boolean;
  version: number;
}

/** Expected effect and measuring plan of new fix tasks. */
export interface FixTaskPolicy {
  expectedReduction: number;
  dueDays: number;
  windowDays: number;
  soakDays: number;
  settleDays: number;
  /** Looks at the effect; the n-th compares the baseline with the n-th stretch of days after the fix. */
  maximumLooks: number;
}

/** What a fix task lets happen, and what follows. */
export const FIX_TASK_LIFECYCLE: Lifecycle<FixTaskStatus, FixTaskAction> = {
  open: { start: 'started' },
  started: { ship: 'shipped' },
  shipped: {},
};

/** A fix task for a problem's present cycle, with its expected effect and its criteria. */
export function openFixTask(
  id: string,
  problem: { id: string; cycle: number; causeCode: string; product: string; reason: string },
  at: Date,
  causeCodes: string[],
  policy: FixTaskPolicy,
): FixTask {
  const { windowDays, soakDays, settleDays, expectedReduction } = policy;
  return {
    id,
    problemId: problem.id,
    cycle: problem.cycle,
    causeCode: problem.causeCode,
    product: problem.product,
    status: 'open',
    expectedReduction,
    dueOn: addDays(dayOf(at), policy.dueDays),
    owner: null,
    reason: problem.reason,
    criteria: { metric: 'complaints-by-occurrence', causeCodes, windowDays, soakDays, settleDays },
    openedAt: at,
    startedAt: null,
    startedBy: null,
    shippedAt: null,
    shippedBy: null,
    shipNote: null,
    looks: 0,
    judgeOn: null,
    historical: false,
    version: 1,
  };
}

/** What a start says; `isStated` when an importer said when it was. */
export interface Starting {
  by: string;
  at: Date;
  isStated: boolean;
  /** The shipping of the cause's fix before, after which complaints still came; null for the first, which history told in bulk may name before we found its problem. */
  previousShippedAt: Date | null;
}

/** Somebody begins to work on the fix; without an owner it becomes theirs. Throws when the moment was stated and is before what it follows. */
export function startFixTask(task: FixTask, { by, at, isStated, previousShippedAt }: Starting): FixTask {
  const status = next(FIX_TASK_LIFECYCLE, task.status, 'start');
  const isEarly = previousShippedAt !== null && at < previousShippedAt;
  if (isStated && isEarly) {
    throw new DomainError('fix-task.started-too-early', 'A fix cannot start before the one that it follows has shipped.', 'invalid', {
      remedy: `State a moment in Effective-At from ${previousShippedAt.toISOString()} on.`,
    });
  }
  // A moment that nobody stated can be early only because the clocks of two replicas differ.
  const startedAt = isEarly ? previousShippedAt : at;
  return { ...task, status, owner: task.owner ?? by, startedAt, startedBy: by, version: task.version + 1 };
}

/** The fix reached the customers: criteria are frozen and the follow-up begins. Throws when the moment was stated and is before the start. */
export function shipFixTask(task: FixTask, shipping: { by: string; at: Date; note?: string; historical: boolean }): FixTask {
  const status = next(FIX_TASK_LIFECYCLE, task.status, 'ship');
  const { by, note, historical } = shipping;
  if (historical && isBeforeStart(task, shipping.at)) {
    throw new DomainError('fix-task.shipped-before-started', 'A fix cannot ship before somebody started it.', 'invalid', {
      remedy: `State a moment in Effective-At from ${task.startedAt!.toISOString()} on.`,
    });
  }
  // Ours may be early, as with the start.
  const at = isBeforeStart(task, shipping.at) ? task.startedAt! : shipping.at;
  const shipped: FixTask = { ...task, status, shippedAt: at, shippedBy: by, shipNote: note ?? null, historical, version: task.version + 1 };
  const withCriteria = { ...shipped, criteria: { ...task.criteria, shippedOn: dayOf(at) } };
  return { ...withCriteria, judgeOn: comparisonOf(withCriteria, 1).judgeOn };
}

function isBeforeStart({ startedAt }: FixTask, at: Date): boolean {
  return startedAt !== null && at < startedAt;
}

/** Names an owner, or changes due date and expected effect as long as the fix has not shipped. Throws when it would have been due before it opened. */
export function planFixTask(task: FixTask, plan: { owner?: string | null; dueOn?: Day; expectedReduction?: number }): FixTask {
  if (task.status === 'shipped' && (plan.dueOn !== undefined || plan.expectedReduction !== undefined)) {
    throw new DomainError('fix-task.criteria-frozen', 'The fix has shipped: what it is measured by can no longer change.', 'conflict', {
      field: plan.expectedReduction === undefined ? '/dueOn' : '/expectedReduction',
      remedy: 'Only the owner can change now.',
    });
  }
  const openedOn = dayOf(task.openedAt);
  if (plan.dueOn !== undefined && plan.dueOn < openedOn) {
    throw new DomainError('fix-task.due-before-opened', `The fix was asked for on ${openedOn}: it cannot be due before that.`, 'invalid', {
      field: '/dueOn',
      remedy: `Name ${openedOn} or a later day.`,
    });
  }
  const { owner = task.owner, dueOn = task.dueOn, expectedReduction = task.expectedReduction } = plan;
  return { ...task, owner, dueOn, expectedReduction, version: task.version + 1 };
}

/** Notes that a look was taken; without a clear verdict the next one looks at the days after those, as long as looks are left. */
export function noteLook(task: FixTask, isClear: boolean, { maximumLooks }: FixTaskPolicy): FixTask {
  const looks = task.looks + 1;
  const goesOn = !isClear && looks < maximumLooks;
  return { ...task, looks, judgeOn: goesOn ? comparisonOf(task, looks + 1).judgeOn : null, version: task.version + 1 };
}

/** The two equal stretches of days that a look compares, and the day on which it may be taken. */
export function comparisonOf({ criteria }: Pick<FixTask, 'criteria'>, look: number) {
  const { shippedOn, soakDays, settleDays } = criteria;
  if (!shippedOn) throw new RangeError('a fix that has not shipped cannot be judged');
  const { windowDays } = criteria;
  // The baseline stays: going further back would reach days on which the cause did not exist yet.
  const afterFrom = addDays(shippedOn, soakDays + (look - 1) * windowDays);
  const afterTo = addDays(afterFrom, windowDays - 1);
  return {
    windowDays,
    beforeFrom: addDays(shippedOn, -windowDays),
    beforeTo: addDays(shippedOn, -1),
    afterFrom,
    afterTo,
    judgeOn: addDays(afterTo, settleDays),
  };
}

/** The first day on which everybody had the last of these fixes. */
export function afterFix(tasks: readonly Pick<FixTask, 'criteria'>[]): Day {
  const days = tasks.flatMap(({ criteria }) => (criteria.shippedOn ? [addDays(criteria.shippedOn, criteria.soakDays)] : []));
  return days.toSorted().at(-1) ?? '';
}
