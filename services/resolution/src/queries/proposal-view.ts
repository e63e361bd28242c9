import type { DeclinedProposal } from '../domain/history.js';

type AnyProposal = Omit<DeclinedProposal, 'id' | 'complaintId'>;

/** A decision with its reasons, when it was told and how it was answered; empty while nothing is decided. */
export type ProposalView = Omit<AnyProposal, 'proposedBy'>;

/** The decision that stands, or stood, in one stage of one cycle. */
export function proposalView({ cycle, stage, decision, reasons, redress, proposedAt, answeredAt, declineReason }: AnyProposal): ProposalView {
  return { cycle, stage, decision, reasons, redress, proposedAt, answeredAt, declineReason };
}
