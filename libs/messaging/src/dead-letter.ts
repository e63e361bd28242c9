import { deadLetterTopicOf } from '#libs/contracts';
import { v7 as uuidv7 } from 'uuid';
import { toHeaders } from './envelope.js';
import type { OutboxRow } from './outbox.js';
import type { ParkedRow } from './parking.js';

/** The type under which events that were given up are published. */
export const GIVEN_UP = 'event.given-up.v1';

/** What is said about the place and the fault of an event that was given up. */
export interface GivenUp {
  service: string;
  source: string;
  row: ParkedRow;
  /** The class of the last fault, never its message. */
  error: string;
  attempts: number;
  at: Date;
}

/**
 * The row of the outbox that tells of an event which was given up: an event of its own, caused by the lost one, with that one's
 * data unchanged (in base64 when they are no text) and, in `dead_` headers, where it stood, who could not apply it, and why.
 */
export function deadLetterOf({ service, source, row, error, attempts, at }: GivenUp, quarantined?: Buffer): OutboxRow {
  const id = uuidv7();
  // Dead letters are numbered for themselves: among the events of the key they would look like one of its steps.
  const key = `${row.handler} ${row.key}`;
  const headers = {
    ...toHeaders({ id, type: GIVEN_UP, source, key, sequence: 0, time: at, correlationId: row.headers['ce_correlationid'] ?? row.event_id }),
    ce_causationid: row.event_id,
    ...(row.headers['ce_traceparent'] ? { ce_traceparent: row.headers['ce_traceparent'] } : {}),
    dead_topic: row.topic,
    dead_partition: String(row.partition),
    dead_offset: row.record_offset,
    dead_group: service,
    dead_handler: row.handler,
    dead_key: row.key,
    dead_type: row.type,
    dead_source: row.source,
    dead_sequence: String(row.sequence),
    dead_error: error,
    dead_attempts: String(attempts),
    ...(row.payload === null ? { dead_encoding: 'base64' } : {}),
  };
  return { id, topic: deadLetterTopicOf(service), key, type: GIVEN_UP, headers, payload: row.payload ?? quarantined?.toString('base64') ?? '' };
}
