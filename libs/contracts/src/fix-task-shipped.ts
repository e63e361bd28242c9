import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** The fix reached the customers: from here on its effect is measured. */
export const FixTaskShipped = defineEvent({
  type: 'fix-task.shipped',
  version: 1,
  owner: 'improvement',
  topic: 'improvement.events',
  key: (data) => data.problemId,
  data: z.object({
    problemId: f.problemId,
    fixTaskId: f.fixTaskId,
    cycle: f.cycle,
    shippedAt: f.moment,
  }),
  example: {
    problemId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7b02',
    fixTaskId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7c03',
    cycle: 1,
    shippedAt: '2026-03-09T09:12:00.000Z',
  },
});
