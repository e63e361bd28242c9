import { EntitySchema } from 'typeorm';

/** One step up of one cycle; the database keeps each step unique, however many replicas sweep. */
export interface Escalation {
  id: string;
  complaintId: string;
  cycle: number;
  level: number;
  dueAt: Date;
  escalatedAt: Date;
}

export const EscalationTable = new EntitySchema<Escalation>({
  name: 'escalation',
  columns: {
    id: { type: 'uuid', primary: true },
    complaintId: { type: 'uuid', name: 'complaint_id' },
    cycle: { type: 'integer' },
    level: { type: 'integer' },
    dueAt: { type: 'timestamptz', precision: 3, name: 'due_at' },
    escalatedAt: { type: 'timestamptz', precision: 3, name: 'escalated_at' },
  },
});
