import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** The effect of the fix held, and a second person agreed. */
export const ProblemClosed = defineEvent({
  type: 'problem.closed',
  version: 1,
  owner: 'improvement',
  topic: 'improvement.events',
  key: (data) => data.problemId,
  data: z.object({
    problemId: f.problemId,
    cycle: f.cycle,
    closedAt: f.moment,
  }),
  example: {
    problemId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7b02',
    cycle: 1,
    closedAt: '2026-03-09T09:12:00.000Z',
  },
});
