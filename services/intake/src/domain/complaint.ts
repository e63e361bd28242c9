import { DomainError, next, type Lifecycle } from '#libs/domain-kit';
import type { Priority } from './priority.js';

export type ComplaintStatus = 'registered' | 'acknowledged' | 'withdrawn';
export type ComplaintAction = 'acknowledge' | 'withdraw';
export type ComplaintKind = 'complaint' | 'question' | 'praise' | 'suggestion';
export type Channel = 'web' | 'app' | 'api' | 'phone' | 'chat' | 'e-mail' | 'in-person' | 'social';
export type Language = 'en' | 'ko' | 'te';
export const CARE_NEEDS = ['elderly', 'hard-of-hearing', 'distressed', 'other'] as const;
export type CareNeed = (typeof CARE_NEEDS)[number];

export const COMPLAINT_LIFECYCLE: Lifecycle<ComplaintStatus, ComplaintAction> = {
  registered: { acknowledge: 'acknowledged', withdraw: 'withdrawn' },
  acknowledged: { withdraw: 'withdrawn' },
  withdrawn: {},
};

/** What a customer told us, and what we told the customer about it. */
export interface Complaint {
  id: string;
  reference: string;
  kind: ComplaintKind;
  status: ComplaintStatus;
  channel: Channel;
  externalId: string | null;
  customerId: string | null;
  text: string;
  product: string;
  orderNumber: string | null;
  remedySought: string | null;
  language: Language;
  needsCare: CareNeed[];
  aboutColleague: string | null;
  severity: number;
  impact: number;
  urgency: number;
  priority: Priority;
  ruleVersion: number;
  /** When the incident happened, as far as the customer said; else when it was told. */
  occurredAt: Date;
  registeredAt: Date;
  acknowledgedAt: Date | null;
  withdrawnAt: Date | null;
  /** Subject of the colleague who recorded it for a caller; null when the customer wrote. */
  recordedBy: string | null;
  historical: boolean;
  version: number;
}

/** The customer is told that the complaint was received. */
export function acknowledge(complaint: Complaint, at: Date): Complaint {
  return { ...complaint, status: next(COMPLAINT_LIFECYCLE, complaint.status, 'acknowledge'), acknowledgedAt: at };
}

/** What of the handling bears on a withdrawal. */
export interface HandlingSoFar {
  stage: string;
  reopenedAt: Date | null;
  /** The last decision, or the answer to it. */
  decidedAt?: Date;
}

/**
 * The customer takes the complaint back; not possible any more once its handling is closed. Clocks of two machines differ: only a moment
 * that somebody stated (`isStated`) can be wrong, one before what it follows by our own clock counts as that moment.
 */
export function withdraw(complaint: Complaint, { stage, reopenedAt, decidedAt }: HandlingSoFar, at: Date, isStated = false): Complaint {
  if (stage === 'closed') {
    throw new DomainError('complaint.already-closed', 'A closed complaint cannot be withdrawn.', 'conflict', {
      allowed: ['reopen'],
      remedy: 'It is closed already; it can be reopened if something is still wrong.',
    });
  }
  const status = next(COMPLAINT_LIFECYCLE, complaint.status, 'withdraw');
  // What is withdrawn before its reopening counts as overtaken by it: nobody would take it back at all.
  const steps = [complaint.registeredAt, reopenedAt, decidedAt].filter((step) => step instanceof Date);
  const earliest = steps.reduce((latest, step) => (step > latest ? step : latest));
  if (isStated && at < earliest) throw withdrawnTooEarly(at < complaint.registeredAt, earliest);
  const withdrawnAt = at < earliest ? earliest : at;
  return { ...complaint, status, withdrawnAt, version: complaint.version + 1 };
}

function withdrawnTooEarly(isBeforeRegistration: boolean, earliest: Date): DomainError {
  const remedy = `State a moment in Effective-At from ${earliest.toISOString()} on.`;
  const [code, what] = isBeforeRegistration
    ? ['complaint.withdrawn-before-registered', 'it was registered']
    : ['complaint.withdrawn-before-last-step', 'the decision, the answer or the reopening that it follows'];
  return new DomainError(code, `A complaint cannot be withdrawn before ${what}.`, 'invalid', { remedy });
}

/**
 * When it happened. By a clock that is a little ahead of ours `just now` is still to come, and counts as the moment at which it was told; it
 * must not lie after a moment that somebody states (`isStated`).
 */
export function occurrenceOf(told: Date | undefined, registeredAt: Date, isStated: boolean): Date {
  if (told === undefined || told <= registeredAt) return told ?? registeredAt;
  if (!isStated) return registeredAt;
  throw new DomainError('complaint.occurred-after-registered', 'The incident cannot have happened after it was told.', 'invalid', {
    field: '/occurredAt',
    remedy: `State a moment up to ${registeredAt.toISOString()}.`,
  });
}
