import { z } from 'zod';

const moment = z.iso.datetime();

const redress = z.object({ kind: z.string(), amountMinor: z.int().optional(), currency: z.string().optional() });

const toldDecision = {
  cycle: z.int(),
  decision: z.string().nullable(),
  reasons: z.string().nullable(),
  redress: z.array(redress),
  proposedAt: moment.nullable(),
};

const resolution = z.object({
  status: z.string(),
  ...toldDecision,
  answerBy: moment.nullable().meta({ description: 'Until then we wait for your answer before anything is closed.' }),
  closedAt: moment.nullable(),
  reopenBy: moment.nullable(),
  canWrite: z.boolean(),
  canAccept: z.boolean(),
  canDecline: z.boolean(),
  canReopen: z.boolean(),
  earlierDecisions: z.array(z.object(toldDecision)),
  messages: z.array(z.object({ messageId: z.uuid(), from: z.enum(['agent', 'customer']), text: z.string(), sentAt: moment })),
});

/** All that a customer sees, and nothing else: a field that a service adds is not shown before it stands here. */
export const TrackedComplaint = z
  .object({
    reference: z.string(),
    kind: z.string(),
    status: z.string(),
    language: z.string(),
    registeredAt: moment,
    answerDueAt: moment.nullable(),
    lastStep: z.object({ at: moment, sentence: z.string() }),
    nextStep: z.string(),
    canWithdraw: z.boolean(),
    timeline: z.array(z.object({ at: moment, sentence: z.string() })),
    handler: z.string().nullable().meta({ description: 'The name of whoever is responsible.' }),
    resolution: resolution.nullable().meta({ description: 'Null before the investigation begins.' }),
    incomplete: z.literal(true).optional().meta({ description: 'A part could not be asked just now; the rest is as it stands.' }),
  })
  .meta({ id: 'TrackedComplaint' });
