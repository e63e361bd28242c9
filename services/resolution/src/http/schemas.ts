import { CHANNELS, DECISIONS, KINDS, LANGUAGES, PRIORITIES, REDRESS_KINDS } from '#libs/contracts';
import { cursorQuery, limitQuery, text } from '#libs/service-kit';
import { z } from 'zod';
import { RESOLUTION_STATUSES } from '../queries/resolution-list.js';

const MOST_MINOR_UNITS = 1_000_000_000_000;

/** A code is one line. */
const code = text(200).regex(/^[^\n\t]+$/, 'is one line');

export const WordsBody = z.strictObject({ text: text(10_000) });
export const ProposalBody = z.strictObject({
  decision: z.enum(DECISIONS),
  reasons: text(5_000),
  redress: z
    .array(
      z.strictObject({
        kind: z.enum(REDRESS_KINDS),
        amountMinor: z.int().nonnegative().max(MOST_MINOR_UNITS).optional(),
        currency: z
          .string()
          .regex(/^[A-Z]{3}$/, 'is three capital letters (ISO 4217)')
          .optional(),
      }),
    )
    .max(10)
    .default([]),
});
export const AcceptanceBody = z.strictObject({}).nullish();
export const DeclineBody = z.strictObject({ reason: text(2_000).optional() }).nullish();
export const ClosureBody = z.strictObject({ causeCode: code.optional(), causeNote: text(2_000).optional() }).nullish();
export const ReopeningBody = z.strictObject({ reason: text(2_000) });
export const ListQuery = z.strictObject({ status: z.enum(RESOLUTION_STATUSES).optional(), limit: limitQuery, cursor: cursorQuery });

const moment = z.date();
const redress = z.object({ kind: z.enum(REDRESS_KINDS), amountMinor: z.int().optional(), currency: z.string().optional() });

const toldDecision = {
  cycle: z.int(),
  decision: z.enum(DECISIONS).nullable(),
  reasons: z.string().nullable(),
  redress: z.array(redress),
  proposedAt: moment.nullable(),
};
const proposal = { ...toldDecision, stage: z.int(), answeredAt: moment.nullable(), declineReason: z.string().nullable() };
const version = z.int().meta({ description: 'Send it as If-Match when you change the resolution.' });

export const ResolutionReply = z
  .object({
    complaintId: z.uuid(),
    version,
    status: z.enum(RESOLUTION_STATUSES),
    agentId: z.uuid().nullable(),
    kind: z.enum(KINDS),
    channel: z.enum(CHANNELS),
    product: z.string(),
    language: z.enum(LANGUAGES),
    priority: z.enum(PRIORITIES),
    needsCare: z.boolean(),
    occurredAt: z.iso.datetime(),
    registeredAt: z.iso.datetime(),
    historical: z.boolean(),
    openedAt: moment,
    ...proposal,
    causeCode: z.string().nullable(),
    causeNote: z.string().nullable(),
    closedAt: moment.nullable(),
    withdrawnAt: moment.nullable(),
    allowedActions: z.array(z.string()),
  })
  .meta({ id: 'Resolution' });

const message = { messageId: z.uuid(), from: z.enum(['agent', 'customer']), text: z.string(), sentAt: moment };
const finding = { findingId: z.uuid(), cycle: z.int(), text: z.string(), foundBy: z.string(), foundAt: moment };
const closedCycle = {
  openedAt: moment,
  causeCode: z.string().nullable(),
  closedAt: moment,
  reopenedAt: moment,
  reopenedBy: z.enum(['customer', 'staff']),
  reopenReason: z.string(),
};

export const ResolutionFileReply = ResolutionReply.extend({
  findings: z.array(z.object(finding)),
  messages: z.array(z.object({ ...message, cycle: z.int() })),
  declinedProposals: z.array(z.object(proposal)),
  earlierCycles: z.array(z.object({ ...proposal, ...closedCycle })),
}).meta({ id: 'ResolutionFile' });

export const ResolutionLineReply = ResolutionReply.pick({
  complaintId: true,
  version: true,
  status: true,
  cycle: true,
  stage: true,
  agentId: true,
  kind: true,
  product: true,
  priority: true,
  needsCare: true,
  decision: true,
  causeCode: true,
  openedAt: true,
  proposedAt: true,
  closedAt: true,
}).meta({ id: 'ResolutionLine' });

export const MessageReply = z.object({ complaintId: z.uuid(), ...message, version }).meta({ id: 'Message' });
export const FindingReply = z.object({ complaintId: z.uuid(), ...finding, version }).meta({ id: 'Finding' });

const trackedState = {
  status: z.enum(RESOLUTION_STATUSES),
  ...toldDecision,
  answerBy: moment.nullable().meta({ description: 'Until then we wait for your answer before anything is closed.' }),
  closedAt: moment.nullable(),
  reopenBy: moment.nullable(),
  canWrite: z.boolean(),
  canAccept: z.boolean(),
  canDecline: z.boolean(),
  canReopen: z.boolean(),
};
export const TrackedStateReply = z.object(trackedState).meta({ id: 'TrackedState' });
export const TrackedResolutionReply = z
  .object({ ...trackedState, earlierDecisions: z.array(z.object(toldDecision)), messages: z.array(z.object(message)) })
  .meta({ id: 'TrackedResolution' });
export const TrackedMessageReply = z.object(message).meta({ id: 'TrackedMessage' });
