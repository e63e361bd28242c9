import type { DataSource } from 'typeorm';
import { allowedNow } from '../domain/allowed-now.js';
import { notFound } from '../domain/errors.js';
import type { DeclinedProposal, ResolutionCycle } from '../domain/history.js';
import type { ResolutionPolicy } from '../domain/policy.js';
import type { ComplaintFacts, Resolution, ResolutionAction } from '../domain/resolution.js';
import { FindingTable } from '../store/conversation.table.js';
import { DeclinedProposalTable, ResolutionCycleTable } from '../store/history.table.js';
import { readRow } from '../store/rows.js';
import { ENOUGH_FOR_A_SCREEN, latestMessages } from './latest-messages.js';
import { proposalView, type ProposalView } from './proposal-view.js';

/** What staff see of a resolution after every write. */
export interface ResolutionView extends ProposalView, ComplaintFacts {
  complaintId: string;
  version: number;
  status: string;
  agentId: string | null;
  openedAt: Date;
  causeCode: string | null;
  causeNote: string | null;
  closedAt: Date | null;
  withdrawnAt: Date | null;
  allowedActions: ResolutionAction[];
}

/** What staff see when they open it: also the conversation, the findings, and what came before. */
export interface ResolutionFile extends ResolutionView {
  findings: { findingId: string; cycle: number; text: string; foundBy: string; foundAt: Date }[];
  messages: { messageId: string; cycle: number; from: string; text: string; sentAt: Date }[];
  declinedProposals: ProposalView[];
  earlierCycles: (ProposalView & Pick<ResolutionCycle, 'openedAt' | 'causeCode' | 'closedAt' | 'reopenedAt' | 'reopenedBy' | 'reopenReason'>)[];
}

/** A resolution as staff see it, with what may be done next. */
export function resolutionView(resolution: Resolution, now: Date, policy: ResolutionPolicy): ResolutionView {
  const { complaintId, version, status, agentId, facts, openedAt, causeCode, causeNote, closedAt, withdrawnAt } = resolution;
  const state = { complaintId, version, status, agentId, openedAt, causeCode, causeNote, closedAt, withdrawnAt };
  return { ...state, ...facts, ...proposalView(resolution), allowedActions: allowedNow(resolution, now, policy) };
}

/** Everything that staff need on one screen about one resolution. */
export async function resolutionFile(db: DataSource, complaintId: string, policy: ResolutionPolicy): Promise<ResolutionFile> {
  const found = await readRow(db.manager, complaintId);
  if (found === undefined) throw notFound();

  const ofComplaint = { where: { complaintId }, order: { id: 'ASC' }, take: ENOUGH_FOR_A_SCREEN } as const;
  const findings = await db.getRepository(FindingTable).find(ofComplaint);
  const messages = await latestMessages(db, complaintId);
  const declined: DeclinedProposal[] = await db.getRepository(DeclinedProposalTable).find(ofComplaint);
  const cycles: ResolutionCycle[] = await db.getRepository(ResolutionCycleTable).find(ofComplaint);
  return {
    ...resolutionView(found.resolution, found.asOf, policy),
    findings: findings.map(({ id, cycle, text, foundBy, foundAt }) => ({ findingId: id, cycle, text, foundBy, foundAt })),
    messages: messages.map(({ id, cycle, from, text, sentAt }) => ({ messageId: id, cycle, from, text, sentAt })),
    declinedProposals: declined.map(proposalView),
    earlierCycles: cycles.map((closed) => {
      const { openedAt, causeCode, closedAt, reopenedAt, reopenedBy, reopenReason } = closed;
      return { ...proposalView(closed), openedAt, causeCode, closedAt, reopenedAt, reopenedBy, reopenReason };
    }),
  };
}
