import { CHANNELS, KINDS, LANGUAGES, PRIORITIES } from '#libs/contracts';
import { cursorQuery, limitQuery, pageSchema, pastMoment, text, uuidParam } from '#libs/service-kit';
import { z } from 'zod';
import { CARE_NEEDS } from '../domain/complaint.js';
import { CATEGORIES } from '../domain/priority.js';
import { OVERALL_STATUSES } from '../domain/status-view.js';

const grade = z.int().min(1).max(3);
const code = text(200);

const contact = z.strictObject({
  name: text(200).optional(),
  email: z
    .email()
    .max(254)
    .transform((address) => address.toLowerCase())
    .optional(),
  phone: z
    .string()
    .regex(/^\+?[\d\s().-]{5,30}$/, 'is not a telephone number')
    .transform((number) => number.replace(/[^\d+]/g, ''))
    .refine((number) => /\d{5}/.test(number), 'is not a telephone number')
    .optional(),
});

export const RegisterBody = z.strictObject({
  channel: z.enum(CHANNELS),
  /** The message's own id in its channel: the same one twice is one complaint. */
  externalId: text(200).optional(),
  kind: z.enum(KINDS).default('complaint'),
  text: text(10_000),
  occurredAt: pastMoment().optional(),
  product: code.default('unspecified'),
  category: z.enum(CATEGORIES).default('other'),
  orderNumber: text(100).optional(),
  remedySought: text(2_000).optional(),
  language: z.enum(LANGUAGES).default('en'),
  customer: contact.default({}),
  needsCare: z
    .array(z.enum(CARE_NEEDS))
    .max(CARE_NEEDS.length)
    .overwrite((needs) => [...new Set(needs)])
    .default([]),
  /** The initial assessment, 1 to 3; staff only. */
  severity: grade.optional(),
  impact: grade.optional(),
  urgency: grade.optional(),
  /** Whom a praise is for. */
  aboutColleague: text(200).optional(),
});

export const RegisteredSchema = z.object({
  complaintId: z.uuid(),
  reference: z.string(),
  /** The customer's key to the status page; shown here and never stored. An agent gets only that of a complaint they recorded. */
  trackingToken: z.string().optional(),
  kind: z.enum(KINDS),
  status: z.string(),
  priority: z.enum(PRIORITIES),
  ruleVersion: z.int(),
  occurredAt: z.iso.datetime(),
  registeredAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
});

export type RegisteredReply = z.infer<typeof RegisteredSchema>;

export const ComplaintView = z.object({
  complaintId: z.uuid(),
  reference: z.string(),
  kind: z.enum(KINDS),
  status: z.enum(OVERALL_STATUSES),
  channel: z.enum(CHANNELS),
  externalId: z.string().nullable(),
  customerId: z.uuid().nullable(),
  text: z.string(),
  product: z.string(),
  orderNumber: z.string().nullable(),
  remedySought: z.string().nullable(),
  language: z.enum(LANGUAGES),
  needsCare: z.array(z.enum(CARE_NEEDS)),
  aboutColleague: z.string().nullable(),
  severity: grade,
  impact: grade,
  urgency: grade,
  priority: z.enum(PRIORITIES),
  ruleVersion: z.int(),
  occurredAt: z.iso.datetime(),
  registeredAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  withdrawnAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  cycle: z.int(),
  agentId: z.uuid().nullable(),
  answerDueAt: z.iso.datetime().nullable(),
  recordedBy: z.string().nullable(),
  version: z.int(),
  allowedActions: z.array(z.string()),
});

export const ComplaintPage = pageSchema(ComplaintView);

export const ListQuery = z.strictObject({
  status: z.enum(OVERALL_STATUSES).optional(),
  kind: z.enum(KINDS).optional(),
  product: code.optional(),
  customerId: uuidParam.optional(),
  colleague: text(200).optional(),
  reference: text(40).optional(),
  limit: limitQuery,
  cursor: cursorQuery,
});

export const TimelineView = z.object({
  items: z.array(z.object({ at: z.iso.datetime(), step: z.string(), sentence: z.string() })),
});

export const TrackingView = z.object({
  reference: z.string(),
  kind: z.enum(KINDS),
  status: z.enum(OVERALL_STATUSES),
  language: z.enum(LANGUAGES),
  registeredAt: z.iso.datetime(),
  answerDueAt: z.iso.datetime().nullable(),
  lastStep: z.object({ at: z.iso.datetime(), sentence: z.string() }),
  nextStep: z.string(),
  canWithdraw: z.boolean(),
  timeline: z.array(z.object({ at: z.iso.datetime(), sentence: z.string() })),
  /** Who is responsible; the gateway adds the name to show. */
  agentId: z.uuid().nullable(),
});

export const WithdrawalExplained = z.object({ means: z.string(), canWithdraw: z.boolean() });
export const WithdrawBody = z.strictObject({ understood: z.literal(true, 'say true once the customer was told what withdrawing means') });
export const WithdrawnReply = z.object({
  complaintId: z.uuid(),
  reference: z.string(),
  status: z.string(),
  withdrawnAt: z.iso.datetime(),
  version: z.int(),
});

export const SessionBody = z.strictObject({ token: z.string().min(1).max(100) });
export const SessionReply = z.object({ session: z.string() });
