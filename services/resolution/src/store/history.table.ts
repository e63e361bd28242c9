import { EntitySchema } from 'typeorm';
import type { DeclinedProposal, ResolutionCycle } from '../domain/history.js';

const PROPOSAL_COLUMNS = {
  id: { name: 'id', type: 'uuid', primary: true },
  complaintId: { name: 'complaint_id', type: 'uuid' },
  cycle: { name: 'cycle', type: 'integer' },
  stage: { name: 'stage', type: 'integer' },
  decision: { name: 'decision', type: 'text' },
  reasons: { name: 'reasons', type: 'text' },
  redress: { name: 'redress', type: 'jsonb' },
  proposedAt: { name: 'proposed_at', type: 'timestamptz' },
  proposedBy: { name: 'proposed_by', type: 'text' },
  answeredAt: { name: 'answered_at', type: 'timestamptz', nullable: true },
  declineReason: { name: 'decline_reason', type: 'text', nullable: true },
} as const;

/** Decisions that a later stage of the same cycle replaced. */
export const DeclinedProposalTable = new EntitySchema<DeclinedProposal>({ name: 'declined_proposal', columns: PROPOSAL_COLUMNS });

/** Closed cycles that were reopened. */
export const ResolutionCycleTable = new EntitySchema<ResolutionCycle>({
  name: 'resolution_cycle',
  columns: {
    ...PROPOSAL_COLUMNS,
    openedAt: { name: 'opened_at', type: 'timestamptz' },
    causeCode: { name: 'cause_code', type: 'text', nullable: true },
    causeNote: { name: 'cause_note', type: 'text', nullable: true },
    closedAt: { name: 'closed_at', type: 'timestamptz' },
    closedBy: { name: 'closed_by', type: 'text' },
    reopenedAt: { name: 'reopened_at', type: 'timestamptz' },
    reopenedBy: { name: 'reopened_by', type: 'text' },
    reopenReason: { name: 'reopen_reason', type: 'text' },
  },
});
