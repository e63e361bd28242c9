import { EntitySchema } from 'typeorm';
import type { Handling } from '../domain/status-view.js';

export const HandlingTable = new EntitySchema<Handling & { complaintId: string }>({
  name: 'handling',
  columns: {
    complaintId: { type: 'uuid', name: 'complaint_id', primary: true },
    stage: { type: 'text' },
    cycle: { type: 'integer' },
    agentId: { type: 'uuid', name: 'agent_id', nullable: true },
    answerDueAt: { type: 'timestamptz', name: 'answer_due_at', nullable: true },
    reopenedAt: { type: 'timestamptz', name: 'reopened_at', nullable: true },
    closedAt: { type: 'timestamptz', name: 'closed_at', nullable: true },
  },
});
