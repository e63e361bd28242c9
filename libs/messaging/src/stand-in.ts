import { v7 as uuidv7 } from 'uuid';
import { toHeaders } from './envelope.js';

/** The type of what stands in the log where an event was to stand that the log refused and a person gave up. */
export const DISCARDED = 'event.discarded.v1';

/** An event that the log refused. */
export interface RefusedEvent {
  key: string;
  event_id: string;
  type: string;
  headers: Record<string, string>;
  reason: string | null;
}

/** What takes the place of an event in the outbox. */
export interface StandIn {
  id: string;
  headers: Record<string, string>;
  payload: string;
}

/**
 * What is sent in the place of an event that was given up, under its key and number: without it every consumer would wait for that
 * number for ever, and with it all later ones of the key. No handler hears the type, so each build, also an older one, counts the
 * number as heard and does nothing. It holds nothing of what made the log refuse the event: neither its data nor its headers.
 */
export function standInFor({ key, event_id, type, headers, reason }: RefusedEvent, time: Date): StandIn {
  const id = uuidv7();
  const source = headers['ce_source'] ?? '';
  const correlationId = headers['ce_correlationid'] ?? event_id;
  const traceparent = headers['ce_traceparent'];
  return {
    id,
    // Its number is added where it is sent, as for every row of the outbox.
    headers: toHeaders({ id, type: DISCARDED, source, key, sequence: 0, time, correlationId, causationId: event_id, traceparent }),
    payload: JSON.stringify({ eventId: event_id, type, ...(reason === null ? {} : { reason }) }),
  };
}
