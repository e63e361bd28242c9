import { DomainError, next, type Lifecycle } from '#libs/domain-kit';
import { dayOf, type Day } from './calendar.js';

/** `monitoring`: the fix is shipped and its windows run; `effective`: it held, and a second person has to agree; `reopened`: it did not help. */
export type ProblemStatus = 'open' | 'fix-in-progress' | 'monitoring' | 'effective' | 'reopened' | 'closed';
export type ProblemAction = 'start' | 'ship' | 'confirm' | 'fail' | 'close';

/** The cause of one or more complaints: one cause code in one product. */
export interface Problem {
  id: string;
  causeCode: string;
  product: string;
  status: ProblemStatus;
  /** Every fix that did not help begins the next cycle. */
  cycle: number;
  openedAt: Date;
  openedOn: Day;
  /** Why the present cycle began. */
  reason: string;
  closedAt: Date | null;
  closedBy: string | null;
  closureNote: string | null;
  version: number;
}

/** Which state may follow which. */
export const PROBLEM_LIFECYCLE: Lifecycle<ProblemStatus, ProblemAction> = {
  open: { start: 'fix-in-progress' },
  'fix-in-progress': { ship: 'monitoring' },
  monitoring: { confirm: 'effective', fail: 'reopened' },
  effective: { close: 'closed' },
  reopened: { start: 'fix-in-progress' },
  closed: {},
};

/** A cause that keeps coming back becomes a problem in its first cycle. */
export function openProblem(id: string, series: { causeCode: string; product: string }, at: Date, on: Day, reason: string): Problem {
  const { causeCode, product } = series;
  return {
    id,
    causeCode,
    product,
    status: 'open',
    cycle: 1,
    openedAt: at,
    openedOn: on,
    reason,
    closedAt: null,
    closedBy: null,
    closureNote: null,
    version: 1,
  };
}

/** Moves a problem along its lifecycle. */
export function moveProblem(problem: Problem, action: Exclude<ProblemAction, 'fail' | 'close'>): Problem {
  return { ...problem, status: next(PROBLEM_LIFECYCLE, problem.status, action), version: problem.version + 1 };
}

/** The fix did not help: the problem starts a new cycle; the old one stays in its fix task and check. */
export function reopenProblem(problem: Problem, reason: string): Problem {
  return { ...problem, status: next(PROBLEM_LIFECYCLE, problem.status, 'fail'), cycle: problem.cycle + 1, reason, version: problem.version + 1 };
}

/** Who closes a problem, and when; `isStated` when an importer said so. */
export interface ProblemClosing {
  by: string;
  fixedBy: readonly string[];
  note?: string;
  at: Date;
  isStated: boolean;
  /** When the fix was judged to have held. */
  judgedAt: Date;
}

/** A second person closes a problem whose fix held: nobody confirms their own fix. Throws when the moment was stated and lies on a day before the verdict. */
export function closeProblem(problem: Problem, closing: ProblemClosing): Problem {
  const status = next(PROBLEM_LIFECYCLE, problem.status, 'close');
  if (closing.fixedBy.includes(closing.by)) {
    throw new DomainError('problem.needs-second-person', 'Who started or shipped the fix cannot close the problem.', 'forbidden', {
      remedy: 'Ask a second person with the role supervisor, leader or admin to close it.',
    });
  }
  // Days are judged as they stood at their end: on the same day the verdict was before.
  if (closing.isStated && dayOf(closing.at) < dayOf(closing.judgedAt)) {
    throw new DomainError('problem.closed-before-verdict', 'A problem cannot be closed before the verdict that its fix held.', 'invalid', {
      remedy: `State a moment in Effective-At from ${dayOf(closing.judgedAt)} on.`,
    });
  }
  const closedAt = closing.at < closing.judgedAt ? closing.judgedAt : closing.at;
  return { ...problem, status, closedAt, closedBy: closing.by, closureNote: closing.note ?? null, version: problem.version + 1 };
}
