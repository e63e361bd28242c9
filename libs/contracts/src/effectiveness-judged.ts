import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** Equal windows before and after the fix were compared. `before` and `after` count complaints by when the incident happened. */
export const EffectivenessJudged = defineEvent({
  type: 'effectiveness.judged',
  version: 1,
  owner: 'improvement',
  topic: 'improvement.events',
  key: (data) => data.problemId,
  data: z.object({
    problemId: f.problemId,
    fixTaskId: f.fixTaskId,
    cycle: f.cycle,
    verdict: f.verdict,
    before: z.int().nonnegative(),
    after: z.int().nonnegative(),
    windowDays: z.int().positive(),
    movedTo: f.code.optional(),
    judgedAt: f.moment,
  }),
  example: {
    problemId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7b02',
    fixTaskId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7c03',
    cycle: 1,
    verdict: 'held',
    before: 22,
    after: 1,
    windowDays: 28,
    judgedAt: '2026-03-09T09:12:00.000Z',
  },
});
