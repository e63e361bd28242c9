import { EntitySchema } from 'typeorm';
import type { Resolution } from '../domain/resolution.js';

/** One row per complaint: its present cycle. */
export const ResolutionTable = new EntitySchema<Resolution>({
  name: 'resolution',
  columns: {
    complaintId: { name: 'complaint_id', type: 'uuid', primary: true },
    version: { name: 'version', type: 'integer' },
    status: { name: 'status', type: 'text' },
    cycle: { name: 'cycle', type: 'integer' },
    agentId: { name: 'agent_id', type: 'uuid', nullable: true },
    agentSubject: { name: 'agent_subject', type: 'text', nullable: true },
    facts: { name: 'facts', type: 'jsonb', nullable: true },
    openedAt: { name: 'opened_at', type: 'timestamptz' },
    stage: { name: 'stage', type: 'integer' },
    decision: { name: 'decision', type: 'text', nullable: true },
    reasons: { name: 'reasons', type: 'text', nullable: true },
    redress: { name: 'redress', type: 'jsonb' },
    proposedAt: { name: 'proposed_at', type: 'timestamptz', nullable: true },
    proposedBy: { name: 'proposed_by', type: 'text', nullable: true },
    answeredAt: { name: 'answered_at', type: 'timestamptz', nullable: true },
    declineReason: { name: 'decline_reason', type: 'text', nullable: true },
    causeCode: { name: 'cause_code', type: 'text', nullable: true },
    causeNote: { name: 'cause_note', type: 'text', nullable: true },
    closedAt: { name: 'closed_at', type: 'timestamptz', nullable: true },
    closedBy: { name: 'closed_by', type: 'text', nullable: true },
    withdrawnAt: { name: 'withdrawn_at', type: 'timestamptz', nullable: true },
  },
});
