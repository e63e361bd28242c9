import { EntitySchema } from 'typeorm';
import type { EffectivenessCheck } from '../domain/effectiveness-check.js';

/** Where verdicts are stored; they are never edited. */
export const EffectivenessCheckTable = new EntitySchema<EffectivenessCheck>({
  name: 'effectiveness_check',
  columns: {
    id: { type: 'uuid', primary: true },
    problemId: { name: 'problem_id', type: 'uuid' },
    fixTaskId: { name: 'fix_task_id', type: 'uuid' },
    cycle: { type: 'int' },
    look: { type: 'int' },
    windowDays: { name: 'window_days', type: 'int' },
    verdict: { type: 'text' },
    before: { type: 'int' },
    after: { type: 'int' },
    movedTo: { name: 'moved_to', type: 'text', nullable: true },
    reason: { type: 'text' },
    judgedAt: { name: 'judged_at', type: 'timestamptz' },
  },
});
