import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** Engineering was given a corrective action with its expected effect: the share by which the cause should fall. */
export const FixTaskOpened = defineEvent({
  type: 'fix-task.opened',
  version: 1,
  owner: 'improvement',
  topic: 'improvement.events',
  key: (data) => data.problemId,
  data: z.object({
    problemId: f.problemId,
    fixTaskId: f.fixTaskId,
    cycle: f.cycle,
    expectedReduction: z.number().gt(0).max(1),
    dueOn: f.day,
    openedAt: f.moment,
  }),
  example: {
    problemId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7b02',
    fixTaskId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7c03',
    cycle: 1,
    expectedReduction: 0.5,
    dueOn: '2026-04-06',
    openedAt: '2026-03-09T09:12:00.000Z',
  },
});
