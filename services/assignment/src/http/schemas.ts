import { CHANNELS, KINDS, LANGUAGES, PRIORITIES } from '#libs/contracts';
import { cursorQuery, limitQuery, pageSchema, text, uuidParam } from '#libs/service-kit';
import { z } from 'zod';
import { END_REASONS, QUEUE_REASONS } from '../domain/assignment.js';
import { ASSIGNMENT_STATUSES } from '../queries/assignment-list.js';

const skills = z
  .array(text(200))
  .max(200)
  .overwrite(eachOnce)
  .meta({ description: 'Products; `*`, or no skill at all on agent and team, takes every product.' });
/** Compared character by character with the token (RFC 7519): not put into NFC, as other texts are. */
const subject = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{C}+$/u, 'is no subject of a token');
const languages = z.array(z.enum(LANGUAGES)).min(1).max(LANGUAGES.length).overwrite(eachOnce);
const capacity = z.int().min(0).max(10_000);
const reason = z.enum(QUEUE_REASONS);
const moment = z.iso.datetime();

/** Saying something twice says it once. */
function eachOnce<T>(values: T[]): T[] {
  return [...new Set(values)];
}

export const PageQuery = z.strictObject({ limit: limitQuery, cursor: cursorQuery });
export const AssignmentQuery = PageQuery.extend({
  status: z.enum(ASSIGNMENT_STATUSES).optional(),
  agentId: z.union([z.literal('me'), uuidParam]).optional(),
});

export const TeamBody = z.strictObject({ name: text(100), skills: skills.default([]) });
export const TeamReply = z.object({ id: z.uuid(), name: z.string(), skills: z.array(z.string()), version: z.int() }).meta({ id: 'Team' });
export const TeamPage = pageSchema(TeamReply);

export const AgentBody = z.strictObject({
  subject: subject.meta({ description: 'The `sub` of the agent’s token.' }),
  displayName: text(100),
  teamId: uuidParam,
  skills: skills.default([]),
  languages,
  capacity,
  care: z.boolean().default(false).meta({ description: 'Specialist for people who need care.' }),
});
export const AgentChanges = z
  .strictObject({ available: z.boolean(), capacity, skills, languages })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'names nothing to change');
export const AgentReply = z
  .object({
    id: z.uuid(),
    subject: z.string(),
    displayName: z.string(),
    teamId: z.uuid(),
    skills: z.array(z.string()),
    languages: z.array(z.string()),
    capacity: z.int(),
    care: z.boolean(),
    available: z.boolean(),
    openCount: z.int(),
    version: z.int(),
  })
  .meta({ id: 'Agent' });
export const AgentPage = pageSchema(AgentReply);
export const DisplayNameReply = z.object({ displayName: z.string() });

export const TakeBody = z.strictObject({}).default({});
export const ReleaseBody = z.strictObject({ reason: text(500).optional() }).default({});
export const TransferBody = z.strictObject({ agentId: uuidParam });

const facts = {
  kind: z.enum(KINDS),
  product: z.string(),
  language: z.enum(LANGUAGES),
  priority: z.enum(PRIORITIES),
  needsCare: z.boolean(),
  historical: z.boolean(),
};

const assignment = {
  complaintId: z.uuid(),
  cycle: z.int(),
  status: z.enum(ASSIGNMENT_STATUSES),
  agentId: z.uuid().nullable(),
  agentName: z.string().nullable(),
  teamId: z.uuid().nullable(),
  teamName: z.string().nullable(),
  how: z.enum(['routed', 'taken', 'transferred']).nullable(),
  queueReason: reason.nullable(),
  releaseReason: z.string().nullable(),
  startedAt: moment,
  answerDueAt: moment,
  queuedAt: moment.nullable(),
  assignedAt: moment.nullable(),
  endedAt: moment.nullable(),
  endedBecause: z.enum(END_REASONS).nullable(),
  escalationLevel: z.int(),
  ...facts,
  channel: z.enum(CHANNELS),
  occurredAt: moment,
  registeredAt: moment,
  version: z.int(),
};
const AssignmentCycleReply = z.object(assignment).meta({ id: 'AssignmentCycle' });
export const AssignmentReply = z.object({ ...assignment, cycles: z.array(AssignmentCycleReply) }).meta({ id: 'Assignment' });
export const AssignmentPage = pageSchema(AssignmentCycleReply);

const QueueEntryReply = z
  .object({
    complaintId: z.uuid(),
    cycle: z.int(),
    reason,
    releaseReason: z.string().nullable(),
    queuedAt: moment,
    waitingMinutes: z.int(),
    answerDueAt: moment,
    escalationLevel: z.int(),
    ...facts,
    version: z.int(),
  })
  .meta({ id: 'QueueEntry' });
export const QueuePage = pageSchema(QueueEntryReply);
