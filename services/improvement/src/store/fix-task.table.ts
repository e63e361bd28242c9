import { EntitySchema } from 'typeorm';
import type { FixTask } from '../domain/fix-task.js';

/** Where fix tasks are stored. */
export const FixTaskTable = new EntitySchema<FixTask>({
  name: 'fix_task',
  columns: {
    id: { type: 'uuid', primary: true },
    problemId: { name: 'problem_id', type: 'uuid' },
    cycle: { type: 'int' },
    causeCode: { name: 'cause_code', type: 'text' },
    product: { type: 'text' },
    status: { type: 'text' },
    expectedReduction: { name: 'expected_reduction', type: 'float8' },
    dueOn: { name: 'due_on', type: 'date' },
    owner: { type: 'text', nullable: true },
    reason: { type: 'text' },
    criteria: { type: 'jsonb' },
    openedAt: { name: 'opened_at', type: 'timestamptz' },
    startedAt: { name: 'started_at', type: 'timestamptz', nullable: true },
    startedBy: { name: 'started_by', type: 'text', nullable: true },
    shippedAt: { name: 'shipped_at', type: 'timestamptz', nullable: true },
    shippedBy: { name: 'shipped_by', type: 'text', nullable: true },
    shipNote: { name: 'ship_note', type: 'text', nullable: true },
    looks: { type: 'int' },
    judgeOn: { name: 'judge_on', type: 'date', nullable: true },
    historical: { type: 'boolean' },
    version: { type: 'int' },
  },
});
