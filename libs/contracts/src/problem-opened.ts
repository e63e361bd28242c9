import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** A cause keeps coming back: it became one problem. */
export const ProblemOpened = defineEvent({
  type: 'problem.opened',
  version: 1,
  owner: 'improvement',
  topic: 'improvement.events',
  key: (data) => data.problemId,
  data: z.object({
    problemId: f.problemId,
    causeCode: f.code,
    product: f.code,
    cycle: f.cycle,
    openedAt: f.moment,
  }),
  example: {
    problemId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7b02',
    causeCode: 'membership-hard-to-cancel',
    product: 'membership',
    cycle: 1,
    openedAt: '2026-03-09T09:12:00.000Z',
  },
});
