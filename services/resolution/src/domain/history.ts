import type { Resolution, Side } from './resolution.js';

/** A decision that the customer declined, kept when the next stage replaces it. */
export type DeclinedProposal = { id: string } & Pick<
  Resolution,
  'complaintId' | 'cycle' | 'stage' | 'decision' | 'reasons' | 'redress' | 'proposedAt' | 'proposedBy' | 'answeredAt' | 'declineReason'
>;

/** A cycle that was closed and then reopened: written once, never changed. */
export type ResolutionCycle = DeclinedProposal &
  Pick<Resolution, 'openedAt' | 'causeCode' | 'causeNote' | 'closedAt' | 'closedBy'> & {
    reopenedAt: Date;
    reopenedBy: Side;
    reopenReason: string;
  };

/** The declined decision as it is kept. */
export function declinedProposalOf(resolution: Resolution, id: string): DeclinedProposal {
  const { complaintId, cycle, stage, decision, reasons, redress, proposedAt, proposedBy, answeredAt, declineReason } = resolution;
  return { id, complaintId, cycle, stage, decision, reasons, redress, proposedAt, proposedBy, answeredAt, declineReason };
}

/** The closed cycle as it is kept, with why it was not the end. */
export function closedCycleOf(
  resolution: Resolution,
  id: string,
  reopening: Pick<ResolutionCycle, 'reopenedAt' | 'reopenedBy' | 'reopenReason'>,
): ResolutionCycle {
  const { openedAt, causeCode, causeNote, closedAt, closedBy } = resolution;
  return { ...declinedProposalOf(resolution, id), openedAt, causeCode, causeNote, closedAt, closedBy, ...reopening };
}
