import type { Complaint } from './complaint.js';

/** Where handling stands, as told by the events of assignment and resolution. */
export interface Handling {
  stage: 'waiting' | 'queued' | 'assigned' | 'investigating' | 'decided' | 'accepted' | 'declined' | 'declined-again' | 'closed';
  cycle: number;
  agentId: string | null;
  answerDueAt: Date | null;
  closedAt: Date | null;
  /** The last reopening. */
  reopenedAt: Date | null;
}

export const NOT_YET_HANDLED: Handling = { stage: 'waiting', cycle: 1, agentId: null, answerDueAt: null, closedAt: null, reopenedAt: null };

export const OVERALL_STATUSES = ['received', 'in-progress', 'decided', 'closed', 'withdrawn'] as const;
/** What staff and customer call the state of the whole: one word over two lifecycles. Closed wins over withdrawn, because handling ended first. */
export type OverallStatus = (typeof OVERALL_STATUSES)[number];

/**
 * What the customer's own steps come to: a withdrawal that met a closing under way is over with the reopening of that closing.
 */
export function standingOf<Given extends Pick<Complaint, 'status' | 'withdrawnAt'>>(complaint: Given, { reopenedAt }: Handling): Given {
  const { status, withdrawnAt } = complaint;
  const isOvertaken = status === 'withdrawn' && withdrawnAt !== null && reopenedAt !== null && withdrawnAt < reopenedAt;
  return isOvertaken ? { ...complaint, status: 'acknowledged' } : complaint;
}

/** The one word for where a complaint stands. */
export function overallStatus(complaint: Pick<Complaint, 'status' | 'withdrawnAt'>, handling: Handling): OverallStatus {
  if (handling.stage === 'closed') return 'closed';
  if (standingOf(complaint, handling).status === 'withdrawn') return 'withdrawn';
  if (handling.stage === 'decided' || handling.stage === 'accepted') return 'decided';
  return handling.stage === 'waiting' || handling.stage === 'queued' ? 'received' : 'in-progress';
}
