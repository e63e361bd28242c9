import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import type { Assignment } from '../domain/assignment.js';

const moment = (name: string, nullable = false): EntitySchemaColumnOptions => ({ type: 'timestamptz', precision: 3, name, nullable });

export const AssignmentTable = new EntitySchema<Assignment>({
  name: 'assignment',
  columns: {
    id: { type: 'uuid', primary: true },
    complaintId: { type: 'uuid', name: 'complaint_id' },
    cycle: { type: 'integer' },
    status: { type: 'text' },
    agentId: { type: 'uuid', name: 'agent_id', nullable: true },
    teamId: { type: 'uuid', name: 'team_id', nullable: true },
    how: { type: 'text', nullable: true },
    queueReason: { type: 'text', name: 'queue_reason', nullable: true },
    releaseReason: { type: 'text', name: 'release_reason', nullable: true },
    releasedBy: { type: 'uuid', name: 'released_by', array: true },
    startedAt: moment('started_at'),
    answerDueAt: moment('answer_due_at'),
    queuedAt: moment('queued_at', true),
    assignedAt: moment('assigned_at', true),
    endedAt: moment('ended_at', true),
    endedBecause: { type: 'text', name: 'ended_because', nullable: true },
    withdrawnAt: moment('withdrawn_at', true),
    escalationLevel: { type: 'integer', name: 'escalation_level' },
    nextEscalationAt: moment('next_escalation_at', true),
    kind: { type: 'text' },
    channel: { type: 'text' },
    product: { type: 'text' },
    language: { type: 'text' },
    priority: { type: 'text' },
    needsCare: { type: 'boolean', name: 'needs_care' },
    occurredAt: moment('occurred_at'),
    registeredAt: moment('registered_at'),
    historical: { type: 'boolean' },
    version: { type: 'integer' },
  },
});
