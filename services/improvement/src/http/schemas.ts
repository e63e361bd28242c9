import { KINDS, LANGUAGES, VERDICTS } from '#libs/contracts';
import { cursorQuery, dayField, limitQuery, text } from '#libs/service-kit';
import { z } from 'zod';
import { FIX_TASK_STATUSES } from '../queries/fix-tasks.js';
import { PROBLEM_STATUSES } from '../queries/problems.js';

const day = z.iso.date();
const moment = z.date();
const count = z.int();
const code = text(200);
const note = text(2_000);

export const PageQuery = z.strictObject({ limit: limitQuery, cursor: cursorQuery });
export const CauseRecordQuery = PageQuery.extend({
  causeCode: code.optional(),
  product: code.optional(),
  from: dayField.optional(),
  to: dayField.optional(),
}).refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ['to'], message: 'is before from' });
export const ProblemQuery = PageQuery.extend({ status: z.enum(PROBLEM_STATUSES).optional() });
export const FixTaskQuery = PageQuery.extend({ status: z.enum(FIX_TASK_STATUSES).optional() });
export const MetricsQuery = z.strictObject({ only: z.literal('counts').optional() });

export const ClosureBody = z.strictObject({ note: note.optional() }).default({});
export const ShipBody = z.strictObject({ note: note.optional() }).default({});
export const StartBody = z.strictObject({}).default({});
export const PlanBody = z
  .strictObject({
    owner: text(200).nullable().meta({ description: 'The `sub` of the engineer’s token.' }),
    dueOn: dayField,
    expectedReduction: z.number().min(0.01).max(1).meta({ description: 'The share by which complaints should fall.' }),
  })
  .partial()
  .refine((plan) => Object.keys(plan).length > 0, 'names nothing to change');
export const ReviewBody = z.strictObject({ asOf: dayField });

export const CauseRecordReply = z
  .object({
    complaintId: z.uuid(),
    causeCode: z.string(),
    product: z.string(),
    recordedBy: z.enum(['agent', 'rule', 'nobody']),
    cycle: count,
    occurredAt: moment,
    recordedAt: moment,
    earlier: z.array(z.object({ cycle: count, causeCode: z.string(), product: z.string(), recordedAt: z.string() })),
    version: count,
  })
  .meta({ id: 'CauseRecord' });

const windows = z.object({ windowDays: count, beforeFrom: day, beforeTo: day, afterFrom: day, afterTo: day, judgeOn: day });

export const FixTaskReply = z
  .object({
    fixTaskId: z.uuid(),
    problemId: z.uuid(),
    cycle: count,
    causeCode: z.string(),
    product: z.string(),
    status: z.enum(FIX_TASK_STATUSES),
    expectedReduction: z.number(),
    dueOn: day,
    owner: z.string().nullable(),
    reason: z.string(),
    criteria: z.object({
      metric: z.string(),
      causeCodes: z.array(z.string()),
      windowDays: count,
      soakDays: count,
      settleDays: count,
      shippedOn: day.optional(),
    }),
    windows: windows.nullable(),
    openedAt: moment,
    startedAt: moment.nullable(),
    startedBy: z.string().nullable(),
    shippedAt: moment.nullable(),
    shippedBy: z.string().nullable(),
    shipNote: z.string().nullable(),
    version: count,
  })
  .meta({ id: 'FixTask' });

const problem = {
  problemId: z.uuid(),
  causeCode: z.string(),
  product: z.string(),
  status: z.enum(PROBLEM_STATUSES),
  cycle: count,
  openedAt: moment,
  openedOn: day,
  reason: z.string(),
  closedAt: moment.nullable(),
  cycles: z.array(
    z.object({
      cycle: count,
      openedAt: moment,
      reason: z.string(),
      fixTaskId: z.uuid(),
      shippedAt: moment.nullable(),
      verdict: z.enum(VERDICTS).nullable(),
    }),
  ),
  version: count,
};
const check = { look: count, windowDays: count, verdict: z.enum(VERDICTS), before: count, after: count, movedTo: z.string().nullable() };

export const ProblemLineReply = z.object(problem).meta({ id: 'ProblemLine' });
export const ProblemReply = z
  .object({
    ...problem,
    closedBy: z.string().nullable(),
    closureNote: z.string().nullable(),
    allowed: z.array(z.string()),
    fixTasks: z.array(FixTaskReply),
    checks: z.array(z.object({ cycle: count, fixTaskId: z.uuid(), judgedAt: moment, ...check, reason: z.string() })),
    weekly: z.array(z.object({ week: day, count })),
  })
  .meta({ id: 'Problem' });

export const ReviewReply = z
  .object({ asOf: day, problemsOpened: count, checks: z.array(z.object({ fixTaskId: z.uuid(), verdict: z.enum(VERDICTS) })) })
  .meta({ id: 'Review' });

const counts = { received: count, open: count, closed: count, withdrawn: count, causesRecorded: count };
const hours = { count, p50: z.number().nullable(), p90: z.number().nullable() };
const numbersOf = (names: readonly string[]) => z.object(Object.fromEntries(names.map((name) => [name, count])));

export const MetricsReply = z
  .object({
    ...counts,
    byKind: numbersOf(KINDS).optional(),
    byLanguage: numbersOf(LANGUAGES).optional(),
    byWeek: z.array(z.object({ week: day, received: count, closed: count, withdrawn: count })).optional(),
    closeHours: z.object({ ...hours, byCycle: z.array(z.object({ cycle: count, ...hours })) }).optional(),
    spikes: z
      .array(z.object({ causeCode: z.string(), product: z.string(), on: day, count }))
      .meta({ description: 'The latest 200.' })
      .optional(),
    problems: z
      .array(
        z.object({
          problemId: z.uuid(),
          causeCode: z.string(),
          product: z.string(),
          status: z.enum(PROBLEM_STATUSES),
          cycle: count,
          openedAt: moment,
          before: count.nullable(),
          after: count.nullable(),
          windowDays: count.nullable(),
          verdict: z.enum(VERDICTS).nullable(),
          movedTo: z.string().nullable(),
          judgedAt: moment.nullable(),
        }),
      )
      .meta({ description: 'The 200 opened last; GET /v1/problems has all of them.' })
      .optional(),
    asOf: moment.optional(),
  })
  .meta({ id: 'Metrics' });
