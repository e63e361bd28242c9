import { EntitySchema } from 'typeorm';
import type { Problem } from '../domain/problem.js';

/** Where problems are stored. */
export const ProblemTable = new EntitySchema<Problem>({
  name: 'problem',
  columns: {
    id: { type: 'uuid', primary: true },
    causeCode: { name: 'cause_code', type: 'text' },
    product: { type: 'text' },
    status: { type: 'text' },
    cycle: { type: 'int' },
    openedAt: { name: 'opened_at', type: 'timestamptz' },
    openedOn: { name: 'opened_on', type: 'date' },
    reason: { type: 'text' },
    closedAt: { name: 'closed_at', type: 'timestamptz', nullable: true },
    closedBy: { name: 'closed_by', type: 'text', nullable: true },
    closureNote: { name: 'closure_note', type: 'text', nullable: true },
    version: { type: 'int' },
  },
});
