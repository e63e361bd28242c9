import { next, type Lifecycle } from '#libs/domain-kit';
import { answerDueAt, escalatesAgainAt, type AnswerPolicy } from './answer-due.js';
import type { ComplaintFacts } from './complaint-facts.js';
import { assignmentHeldByAnother, transferToHolder } from './errors.js';

export type AssignmentStatus = 'queued' | 'assigned' | 'ended';
export type AssignmentAction = 'assign' | 'take' | 'release' | 'transfer' | 'end';

/** How an agent came to it; the words of `complaint.assigned`. */
export type How = 'routed' | 'taken' | 'transferred';
export const QUEUE_REASONS = ['no-agent-available', 'no-suitable-agent', 'released'] as const;
export type QueueReason = (typeof QUEUE_REASONS)[number];
export const END_REASONS = ['closed', 'withdrawn', 'needs-nobody'] as const;
export type EndReason = (typeof END_REASONS)[number];

export const ASSIGNMENT_LIFECYCLE: Lifecycle<AssignmentStatus, AssignmentAction> = {
  queued: { assign: 'assigned', take: 'assigned', transfer: 'assigned', end: 'ended' },
  assigned: { release: 'queued', transfer: 'assigned', end: 'ended' },
  ended: {},
};

/** Who works on one complaint in one cycle of its handling, and until when. */
export interface Assignment extends ComplaintFacts {
  id: string;
  complaintId: string;
  cycle: number;
  status: AssignmentStatus;
  agentId: string | null;
  teamId: string | null;
  how: How | null;
  queueReason: QueueReason | null;
  /** What the agent said who gave it back last. */
  releaseReason: string | null;
  /** Agents who gave it back: routing does not hand it to them again. */
  releasedBy: string[];
  startedAt: Date;
  answerDueAt: Date;
  queuedAt: Date | null;
  assignedAt: Date | null;
  endedAt: Date | null;
  endedBecause: EndReason | null;
  /** When the customer took it back, also when this cycle had ended before we heard it. */
  withdrawnAt: Date | null;
  escalationLevel: number;
  /** When it moves up next; null when it never will. */
  nextEscalationAt: Date | null;
  version: number;
}

/** Whoever can hold an assignment. */
export interface Holder {
  id: string;
  teamId: string;
}

/** Begins a cycle of handling: not with anybody yet, answer promised by its priority. */
export function startAssignment(
  facts: ComplaintFacts,
  { id, complaintId, cycle }: Pick<Assignment, 'id' | 'complaintId' | 'cycle'>,
  at: Date,
  policy: AnswerPolicy,
): Assignment {
  const dueAt = answerDueAt(at, facts.priority, policy);
  return {
    id,
    complaintId,
    cycle,
    status: 'queued',
    agentId: null,
    teamId: null,
    how: null,
    queueReason: null,
    releaseReason: null,
    releasedBy: [],
    startedAt: at,
    answerDueAt: dueAt,
    queuedAt: at,
    assignedAt: null,
    endedAt: null,
    endedBecause: null,
    withdrawnAt: null,
    escalationLevel: 0,
    nextEscalationAt: facts.historical ? null : dueAt,
    version: 1,
    ...facts, // last: what follows a leading spread V8 adds one by one, which costs as much as storing it
  };
}

/** Gives a waiting complaint to the agent that the routing rule chose. */
export function assign(assignment: Assignment, agent: Holder, at: Date): Assignment {
  return heldBy(assignment, 'assign', agent, 'routed', at);
}

/** An agent takes a waiting complaint; taking what one already has (a repeated click) changes nothing. */
export function take(assignment: Assignment, agent: Holder, at: Date): Assignment {
  if (assignment.status === 'assigned' && assignment.agentId === agent.id) return assignment;
  if (assignment.status === 'assigned') throw assignmentHeldByAnother();
  return heldBy(assignment, 'take', agent, 'taken', at);
}

/** Hands it to a named agent. */
export function transfer(assignment: Assignment, agent: Holder, at: Date): Assignment {
  if (assignment.status === 'assigned' && assignment.agentId === agent.id) throw transferToHolder();
  return heldBy(assignment, 'transfer', agent, 'transferred', at);
}

/** The agent gives it back to the queue; the promised time stays. */
export function release(assignment: Assignment, at: Date, reason: string | null = null): Assignment {
  return {
    ...assignment,
    status: next(ASSIGNMENT_LIFECYCLE, assignment.status, 'release'),
    agentId: null,
    teamId: null,
    how: null,
    assignedAt: null,
    queuedAt: at,
    queueReason: 'released',
    releaseReason: reason,
    releasedBy: [...new Set([...assignment.releasedBy, assignment.agentId].filter((id) => id !== null))],
    version: assignment.version + 1,
  };
}

/** Keeps it waiting, saying why nobody could be found. */
export function queue(assignment: Assignment, reason: QueueReason): Assignment {
  return { ...assignment, queueReason: reason };
}

/**
 * Ends the cycle. Closing and withdrawing travel on different topics: whichever comes second finds it ended, and only a withdrawal is kept in
 * mind, for a reopening that was before it.
 */
export function end(assignment: Assignment, because: EndReason, at: Date): Assignment {
  const withdrawnAt = because === 'withdrawn' ? at : assignment.withdrawnAt;
  if (isOver(assignment)) return withdrawnAt === assignment.withdrawnAt ? assignment : { ...assignment, withdrawnAt };
  return {
    ...assignment,
    status: next(ASSIGNMENT_LIFECYCLE, assignment.status, 'end'),
    endedAt: at,
    endedBecause: because,
    withdrawnAt,
    nextEscalationAt: null,
    version: assignment.version + 1,
  };
}

/** The cycle that a reopening begins, when the customer took the complaint back after it and we heard of that first: nobody works on it. */
export function takenBackSince(previous: Assignment, fresh: Assignment): Assignment | undefined {
  const { withdrawnAt } = previous;
  return withdrawnAt !== null && withdrawnAt >= fresh.startedAt ? end(fresh, 'withdrawn', withdrawnAt) : undefined;
}

/** Has this cycle ended, whatever the way? */
export function isOver(assignment: Assignment): boolean {
  return assignment.status === 'ended';
}

/** Who has it now; nobody while it waits and after it ended. */
export function holderOf(assignment: Assignment): string | null {
  return assignment.status === 'assigned' ? assignment.agentId : null;
}

/** Does it wait in the queue? */
export function isWaiting(assignment: Assignment): boolean {
  return assignment.status === 'queued';
}

/** The cycle that something said at this moment is about: the newest that had begun, else the first. */
export function cycleAt(cycles: readonly Assignment[], at: Date): Assignment | undefined {
  const newestFirst = [...cycles].sort((a, b) => b.cycle - a.cycle);
  return newestFirst.find((assignment) => assignment.startedAt <= at) ?? newestFirst.at(-1);
}

/** Moves an overdue complaint up one level and sets when it would move again. */
export function escalate(assignment: Assignment, policy: AnswerPolicy): Assignment {
  const level = assignment.escalationLevel + 1;
  return {
    ...assignment,
    escalationLevel: level,
    nextEscalationAt: escalatesAgainAt(assignment.answerDueAt, level, policy),
    version: assignment.version + 1,
  };
}

function heldBy(assignment: Assignment, action: AssignmentAction, agent: Holder, how: How, at: Date): Assignment {
  const since = assignment.queuedAt ?? assignment.startedAt;
  return {
    ...assignment,
    status: next(ASSIGNMENT_LIFECYCLE, assignment.status, action),
    agentId: agent.id,
    teamId: agent.teamId,
    how,
    assignedAt: at < since ? since : at, // the queue may be routed while past work is imported, or by an event older than the waiting
    queuedAt: null,
    queueReason: null,
    version: assignment.version + 1,
  };
}
