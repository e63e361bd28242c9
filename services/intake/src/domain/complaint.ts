import { DomainError, next, type Lifecycle } from '#libs/domain-kit';
import type { Priority } from './priority.js';

export type ComplaintStatus = 'registered' | 'acknowledged' | 'withdrawn';
export type ComplaintAction = 'acknowledge' | 'withdraw';
export type ComplaintKind = 'complaint' | 'question' | 'praise' | 'suggestion';
export type Channel = 'web' | 'app' | 'api' | 'phone' | 'chat' | 'e-mail' | 'in-person' | 'social';
export type Language = 'en' | 'ko' | 'te';
export type CareNeed = 'elderly' | 'hard-of-hearing' | 'distressed' | 'other';

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

/**
 * The customer takes the complaint back; not possible any more once its handling is closed. Clocks of two machines differ: only a moment
 * that somebody stated (`isStated`) can be wrong, one before the registration by our own clock counts as the registration's.
 */
export function withdraw(complaint: Complaint, handlingClosed: boolean, at: Date, isStated = false): Complaint {
  if (handlingClosed) {
    throw new DomainError('complaint.already-closed', 'A closed complaint cannot be withdrawn.', 'conflict', {
      allowed: ['reopen'],
      remedy: 'It is closed already; it can be reopened if something is still wrong.',
    });
  }
  if (isStated && at < complaint.registeredAt)
    throw new DomainError('complaint.withdrawn-before-registered', 'A complaint cannot be withdrawn before it was registered.', 'invalid', {
      remedy: `State a moment in Effective-At from ${complaint.registeredAt.toISOString()} on.`,
    });
  const withdrawnAt = at < complaint.registeredAt ? complaint.registeredAt : at;
  return { ...complaint, status: next(COMPLAINT_LIFECYCLE, complaint.status, 'withdraw'), withdrawnAt, version: complaint.version + 1 };
}

/** The incident must not lie after the moment at which it was told. */
export function checkOccurrence(occurredAt: Date, registeredAt: Date): void {
  if (occurredAt > registeredAt) {
    throw new DomainError('complaint.occurred-after-registered', 'The incident cannot have happened after it was told.', 'invalid', {
      field: '/occurredAt',
      remedy: `State a moment up to ${registeredAt.toISOString()}.`,
    });
  }
}
