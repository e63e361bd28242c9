import { PARK_REASONS, PARKED_STATES } from '#libs/messaging';
import { z } from 'zod';
import { text } from './clean-text.js';
import { cursorQuery, limitQuery } from './fields.js';

const count = z.int();
const moment = z.date();
const reason = z.enum(PARK_REASONS);
const state = z.enum(PARKED_STATES);
const why = text(500);

/** The number of a parked event in a path. */
export const parkedId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

const choice = { handler: text(200).optional(), key: text(200).optional(), reason: reason.optional(), state: state.optional() };

export const ParkedQuery = z.strictObject({ ...choice, limit: limitQuery, cursor: cursorQuery });

const chosen = z.strictObject({
  ids: z.array(z.int().min(1)).min(1).max(1_000).optional().meta({ description: 'Single events, by their numbers in the list.' }),
  ...choice,
  dryRun: z.boolean().default(false).meta({ description: 'Only say what would happen.' }),
});
const chooses = (body: { ids?: unknown; handler?: unknown; key?: unknown; reason?: unknown; state?: unknown }): boolean =>
  [body.ids, body.handler, body.key, body.reason, body.state].some((condition) => condition !== undefined);
const TOO_OPEN = 'names no events: give ids, key, reason, handler or state';

export const RedriveBody = chosen.extend({ why: why.optional() }).refine(chooses, TOO_OPEN);
export const DiscardBody = chosen.extend({ why: why.meta({ description: 'Kept for ever, beside who did it.' }) }).refine(chooses, TOO_OPEN);

const parkedEvent = {
  id: count,
  handler: z.string(),
  key: z.string(),
  eventId: z.uuid(),
  type: z.string(),
  source: z.string(),
  sequence: count.meta({ description: 'Its number among the events of the key at its source; 0 when it stated none.' }),
  topic: z.string(),
  partition: count,
  offset: z.string(),
  state,
  reason,
  error: z.string().nullable().meta({ description: 'The class of the fault and its line; never data.' }),
  attempts: count,
  nextAttemptAt: moment,
  parkedAt: moment,
  ahead: count.meta({ description: 'Earlier events of the key that must go first.' }),
};

export const ParkedEventReply = z.object(parkedEvent).meta({ id: 'ParkedEvent' });
export const ParkedEventInFullReply = z
  .object({
    ...parkedEvent,
    headers: z.record(z.string(), z.string()),
    value: z.string().nullable(),
    quarantined: z.object({ key: z.string(), value: z.string(), reason: z.string() }).nullable().meta({ description: 'The bytes in base64.' }),
  })
  .meta({ id: 'ParkedEventInFull' });

export const DecidedReply = z
  .object({
    action: z.enum(['redrive', 'discard']),
    dryRun: z.boolean(),
    events: count,
    keys: count,
    blockedKeys: count.meta({ description: 'Keys that do not move before somebody decides about a dead event ahead, too.' }),
  })
  .meta({ id: 'ParkedDecision' });

export const FlowReply = z
  .object({
    service: z.string(),
    outbox: z.object({
      rows: count,
      oldestSeconds: z.number().nullable(),
      refused: count.meta({ description: 'Events that the log does not take: a person must decide.' }),
      behind: count.meta({ description: 'Later events of their keys, and what is about to be tried again.' }),
    }),
    parked: z.array(z.object({ reason, state, events: count, keys: count })),
    lag: z.array(z.object({ topic: z.string(), partition: count, position: count, end: count, lag: count })),
    logAnswers: z.boolean().meta({ description: 'False when the log did not say in time how far the group is: then lag is empty.' }),
    pausedBy: z.object({ error: z.string(), failures: count }).nullable(),
    rebuilding: z.string().nullable().meta({ description: 'The projection that is being built anew while everything else waits.' }),
  })
  .meta({ id: 'EventFlow' });
