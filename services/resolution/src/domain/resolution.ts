import { allowedActions, next, type Lifecycle } from '#libs/domain-kit';
import { beforeItsCause, decisionDoesNotSuit, reopeningTooLate } from './errors.js';
import { daysAfter, type ResolutionPolicy } from './policy.js';
import type { Redress } from './redress.js';

export type ResolutionStatus = 'investigating' | 'proposed' | 'accepted' | 'declined' | 'closed' | 'withdrawn';
export type ResolutionAction = 'record-finding' | 'send-message' | 'propose' | 'accept' | 'decline' | 'close' | 'reopen' | 'withdraw';

/** Which state may follow which; `domain/closure.ts` says when `close` is fair. */
export const RESOLUTION_LIFECYCLE: Lifecycle<ResolutionStatus, ResolutionAction> = {
  investigating: { 'record-finding': 'investigating', 'send-message': 'investigating', propose: 'proposed', withdraw: 'withdrawn' },
  proposed: {
    'record-finding': 'proposed',
    'send-message': 'proposed',
    accept: 'accepted',
    decline: 'declined',
    close: 'closed',
    withdraw: 'withdrawn',
  },
  accepted: { 'record-finding': 'accepted', 'send-message': 'accepted', close: 'closed', withdraw: 'withdrawn' },
  declined: { 'record-finding': 'declined', 'send-message': 'declined', propose: 'proposed', close: 'closed', withdraw: 'withdrawn' },
  closed: { reopen: 'investigating' },
  withdrawn: {},
};

export type Kind = 'complaint' | 'question' | 'praise' | 'suggestion';
export type Decision = 'upheld' | 'partly-upheld' | 'rejected' | 'out-of-scope' | 'answered';
export type Side = 'customer' | 'staff';

/** What the complaint is about, as its assignment told us; travels on unchanged when it closes. */
export interface ComplaintFacts {
  kind: Kind;
  channel: string;
  product: string;
  language: string;
  priority: string;
  needsCare: boolean;
  occurredAt: string;
  registeredAt: string;
  historical: boolean;
}

/** A decision as the customer hears it. */
export interface Proposal {
  decision: Decision;
  reasons: string;
  redress: Redress[];
}

/** How one complaint is being put right: its present cycle. Earlier cycles are kept apart and never change. */
export interface Resolution {
  complaintId: string;
  version: number;
  status: ResolutionStatus;
  cycle: number;
  agentId: string | null;
  agentSubject: string | null;
  facts: ComplaintFacts;
  openedAt: Date;
  /** How many decisions the customer has been told in this cycle. */
  stage: number;
  decision: Decision | null;
  reasons: string | null;
  redress: Redress[];
  proposedAt: Date | null;
  proposedBy: string | null;
  answeredAt: Date | null;
  declineReason: string | null;
  causeCode: string | null;
  causeNote: string | null;
  closedAt: Date | null;
  closedBy: string | null;
  withdrawnAt: Date | null;
}

/** Who is responsible, and what the complaint is about. */
export type Assignee = Pick<Resolution, 'agentId' | 'agentSubject' | 'facts'>;

// Upon a declined decision nobody closes before somebody looked at it a second time; only the stage tells.
const { close: _, ...afterFirstDecline } = RESOLUTION_LIFECYCLE.declined;
const FIRST_STAGE_LIFECYCLE: typeof RESOLUTION_LIFECYCLE = { ...RESOLUTION_LIFECYCLE, declined: afterFirstDecline };

/** The status after a step; what is refused names what is allowed at this stage. */
function after({ status, stage }: Pick<Resolution, 'status' | 'stage'>, action: ResolutionAction): ResolutionStatus {
  return next(stage < 2 ? FIRST_STAGE_LIFECYCLE : RESOLUTION_LIFECYCLE, status, action);
}

const FRESH_CYCLE = {
  stage: 0,
  decision: null,
  reasons: null,
  redress: [],
  proposedAt: null,
  proposedBy: null,
  answeredAt: null,
  declineReason: null,
  causeCode: null,
  causeNote: null,
  closedAt: null,
  closedBy: null,
};

/** The investigation that opens when somebody becomes responsible for a complaint. */
export function openedInvestigation(complaintId: string, cycle: number, assignee: Assignee, openedAt: Date): Resolution {
  return { complaintId, version: 1, status: 'investigating', cycle, ...assignee, openedAt, ...FRESH_CYCLE, withdrawnAt: null };
}

/** Somebody else is responsible now; the very same resolution when that says nothing new. */
export function reassign(resolution: Resolution, assignee: Assignee): Resolution {
  return isHeldBy(resolution, assignee) ? resolution : { ...resolution, ...assignee };
}

function isHeldBy({ agentId, agentSubject, facts }: Omit<Assignee, 'facts'> & { facts: ComplaintFacts | null }, assignee: Assignee): boolean {
  const areFactsKnown = (Object.keys(assignee.facts) as (keyof ComplaintFacts)[]).every((name) => facts?.[name] === assignee.facts[name]);
  return areFactsKnown && agentId === assignee.agentId && agentSubject === assignee.agentSubject;
}

/** Does waiting in this cycle change who is responsible? What is over stays with whoever ended it. */
export function mayLeave({ status, agentId }: Pick<Resolution, 'status' | 'agentId'>): boolean {
  return agentId !== null && status !== 'closed' && status !== 'withdrawn';
}

/** Nobody is responsible until the next one is. */
export function leave(resolution: Resolution): Resolution {
  return { ...resolution, agentId: null, agentSubject: null };
}

/** The customer is told a decision; after a declined one this is the next stage. */
export function propose(resolution: Resolution, proposal: Proposal, at: Date, by: string): Resolution {
  const status = after(resolution, 'propose');
  if (proposal.decision === 'answered' && resolution.facts.kind === 'complaint') throw decisionDoesNotSuit(resolution.facts.kind);
  return { ...resolution, status, stage: resolution.stage + 1, ...proposal, proposedAt: at, proposedBy: by, answeredAt: null, declineReason: null };
}

/** The customer agrees with the decision. */
export function accept(resolution: Resolution, at: Date): Resolution {
  return { ...resolution, status: after(resolution, 'accept'), answeredAt: at };
}

/** The customer does not agree with the decision. */
export function decline(resolution: Resolution, reason: string | null, at: Date): Resolution {
  return { ...resolution, status: after(resolution, 'decline'), answeredAt: at, declineReason: reason };
}

type ReopeningWindow = Pick<ResolutionPolicy, 'reopenWithinDays'>;

/** Can this complaint still be opened again? */
export function isReopenable(
  { status, closedAt }: Pick<Resolution, 'status' | 'closedAt'>,
  now: Date,
  { reopenWithinDays }: ReopeningWindow,
): boolean {
  return allowedActions(RESOLUTION_LIFECYCLE, status).includes('reopen') && closedAt !== null && now <= daysAfter(closedAt, reopenWithinDays);
}

/** A closed complaint needs handling again: the next cycle starts with nothing decided. */
export function reopen(resolution: Resolution, at: Date, policy: ReopeningWindow): Resolution {
  const status = after(resolution, 'reopen');
  if (!isReopenable(resolution, at, policy)) throw reopeningTooLate(policy.reopenWithinDays);
  return { ...resolution, status, cycle: resolution.cycle + 1, openedAt: at, ...FRESH_CYCLE };
}

/** The customer took the complaint back. */
export function withdraw(resolution: Resolution, at: Date): Resolution {
  return { ...resolution, status: after(resolution, 'withdraw'), withdrawnAt: at };
}

/** A complaint that the customer took back before we heard who is responsible for it. */
export function withdrawnBeforeAssignment(complaintId: string, at: Date): Omit<Resolution, 'facts'> & { facts: null } {
  const unassigned = { agentId: null, agentSubject: null, facts: null };
  return { complaintId, version: 1, status: 'withdrawn', cycle: 1, ...unassigned, openedAt: at, ...FRESH_CYCLE, withdrawnAt: at };
}

/**
 * Does a withdrawal still change anything? A closing that came first stands, because the customer was already told the decision; and what was
 * withdrawn before a reopening is overtaken by it.
 */
export function withdrawalCounts({ status, cycle, openedAt }: Resolution, withdrawnAt: Date): boolean {
  const isOvertaken = cycle > 1 && withdrawnAt < openedAt;
  return !isOvertaken && allowedActions(RESOLUTION_LIFECYCLE, status).includes('withdraw');
}

/**
 * Refuses a stated moment before what it follows: the registration, or the last step of this cycle. A clock of ours is never in doubt, and
 * what is impossible in this state is left to be refused for that, whatever its moment.
 */
export function mustFollow(resolution: Resolution, action: ResolutionAction, stated: Date | undefined): void {
  const { status, cycle, openedAt, proposedAt, answeredAt, closedAt, facts } = resolution;
  if (stated === undefined || !allowedActions(RESOLUTION_LIFECYCLE, status).includes(action)) return;
  const reopenedAt = cycle > 1 ? openedAt : null;
  const steps = [new Date(facts.registeredAt), reopenedAt, proposedAt, answeredAt, closedAt].filter((step) => step !== null);
  const last = steps.reduce((latest, step) => (step > latest ? step : latest));
  if (stated < last) throw beforeItsCause(last);
}
