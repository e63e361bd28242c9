import type { DataSource } from 'typeorm';
import { allowedNow } from '../domain/allowed-now.js';
import { notFound } from '../domain/errors.js';
import type { DeclinedProposal } from '../domain/history.js';
import { daysAfter, type ResolutionPolicy } from '../domain/policy.js';
import type { Resolution } from '../domain/resolution.js';
import { DeclinedProposalTable, ResolutionCycleTable } from '../store/history.table.js';
import { readRow } from '../store/rows.js';
import { ENOUGH_FOR_A_SCREEN, latestMessages } from './latest-messages.js';

type ToldDecision = Pick<Resolution, 'cycle' | 'decision' | 'reasons' | 'redress' | 'proposedAt'>;

/** What customers see of their own resolution: the decision with its reasons, the conversation, and what they can do. Nothing internal. */
export interface TrackedResolution extends ToldDecision {
  status: string;
  answerBy: Date | null;
  closedAt: Date | null;
  reopenBy: Date | null;
  earlierDecisions: ToldDecision[];
  messages: { messageId: string; from: string; text: string; sentAt: Date }[];
  canWrite: boolean;
  canAccept: boolean;
  canDecline: boolean;
  canReopen: boolean;
}

/** The customer's view of how the complaint is being put right. */
export async function trackedResolution(db: DataSource, complaintId: string, policy: ResolutionPolicy): Promise<TrackedResolution> {
  const found = await readRow(db.manager, complaintId);
  if (found === undefined) throw notFound();

  const ofComplaint = { where: { complaintId }, order: { id: 'ASC' }, take: ENOUGH_FOR_A_SCREEN } as const;
  const messages = await latestMessages(db, complaintId);
  const earlier: DeclinedProposal[] = [
    ...(await db.getRepository(DeclinedProposalTable).find(ofComplaint)),
    ...(await db.getRepository(ResolutionCycleTable).find(ofComplaint)),
  ];
  return {
    ...trackingState(found.resolution, found.asOf, policy),
    earlierDecisions: earlier.sort((a, b) => a.cycle - b.cycle || a.stage - b.stage).map(told),
    messages: messages.map(({ id, from, text, sentAt }) => ({ messageId: id, from, text, sentAt })),
  };
}

/** Where the customer's resolution stands and what the customer can do now. */
export function trackingState(resolution: Resolution, now: Date, policy: ResolutionPolicy): Omit<TrackedResolution, 'earlierDecisions' | 'messages'> {
  const { status, proposedAt, closedAt } = resolution;
  const actions = allowedNow(resolution, now, policy);
  const canAccept = actions.includes('accept');
  const canReopen = actions.includes('reopen');
  return {
    status,
    ...told(resolution),
    answerBy: canAccept && proposedAt !== null ? daysAfter(proposedAt, policy.answerWithinDays) : null,
    closedAt,
    reopenBy: canReopen && closedAt !== null ? daysAfter(closedAt, policy.reopenWithinDays) : null,
    canWrite: actions.includes('send-message'),
    canAccept,
    canDecline: actions.includes('decline'),
    canReopen,
  };
}

function told({ cycle, decision, reasons, redress, proposedAt }: ToldDecision): ToldDecision {
  return { cycle, decision, reasons, redress, proposedAt };
}
