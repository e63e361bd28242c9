import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** Somebody began to work on the fix. */
export const FixTaskStarted = defineEvent({
  type: 'fix-task.started',
  version: 1,
  owner: 'improvement',
  topic: 'improvement.events',
  key: (data) => data.problemId,
  data: z.object({
    problemId: f.problemId,
    fixTaskId: f.fixTaskId,
    startedAt: f.moment,
  }),
  example: {
    problemId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7b02',
    fixTaskId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7c03',
    startedAt: '2026-03-09T09:12:00.000Z',
  },
});
