import { REFUSED_STATES } from '#libs/messaging';
import { z } from 'zod';
import { text } from './clean-text.js';
import { cursorQuery, limitQuery } from './fields.js';

const count = z.int();
const moment = z.date();
const state = z
  .enum(REFUSED_STATES)
  .meta({ description: 'refused: a person must decide; behind: waits for a refused one; due: is about to be tried.' });
const why = text(500);

// The log's own words, so not a closed list.
const choice = { key: text(200).optional(), reason: text(200).optional() };

export const RefusedQuery = z.strictObject({ ...choice, state: state.optional(), limit: limitQuery, cursor: cursorQuery });

const chosen = z.strictObject({
  ids: z.array(z.int().min(1)).min(1).max(1_000).optional().meta({ description: 'Single events, by their numbers in the list.' }),
  ...choice,
  dryRun: z.boolean().default(false).meta({ description: 'Only say what would happen.' }),
});
const chooses = (body: { ids?: unknown; key?: unknown; reason?: unknown }): boolean =>
  [body.ids, body.key, body.reason].some((condition) => condition !== undefined);
const TOO_OPEN = 'names no events: give ids, key or reason';

export const RefusedRedriveBody = chosen.extend({ why: why.optional() }).refine(chooses, TOO_OPEN);
export const RefusedDiscardBody = chosen.extend({ why: why.meta({ description: 'Kept for ever, beside who did it.' }) }).refine(chooses, TOO_OPEN);

const refusedEvent = {
  id: count,
  key: z.string(),
  eventId: z.uuid(),
  type: z.string(),
  sequence: count.meta({ description: 'Its number among the events of the key.' }),
  topic: z.string(),
  state,
  reason: z.string().nullable().meta({ description: "The log's own word; absent while it was not refused itself." }),
  bytes: count.meta({ description: 'The size of its data.' }),
  attempts: count,
  storedAt: moment,
  parkedAt: moment,
  behind: count.meta({ description: 'Later events of the key that wait for it.' }),
};

export const RefusedEventReply = z.object(refusedEvent).meta({ id: 'RefusedEvent' });
export const RefusedEventInFullReply = z
  .object({ ...refusedEvent, headers: z.record(z.string(), z.string()), value: z.string() })
  .meta({ id: 'RefusedEventInFull' });

export const RefusedDecidedReply = z
  .object({
    action: z.enum(['redrive', 'discard']),
    dryRun: z.boolean(),
    events: count.meta({ description: 'Of as many keys: a key has one refused event at most.' }),
    behind: count.meta({ description: 'Later events of these keys, which go on then.' }),
  })
  .meta({ id: 'RefusedDecision' });
