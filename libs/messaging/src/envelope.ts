import { contractOf } from '#libs/contracts';
import type { ReceivedRecord, WireRecord } from './transport/transport.js';
import type { ReceivedEvent } from './work.js';

/** CloudEvents 1.0 attributes of one event, before they become headers. */
export interface Envelope {
  id: string;
  type: string;
  source: string;
  key: string;
  sequence: number;
  time: Date;
  correlationId: string;
  causationId?: string;
  traceparent?: string;
}

/** Headers of the CloudEvents 1.0 Kafka binding, binary content mode; `sequence` and `traceparent` follow the CloudEvents extensions. */
export function toHeaders(envelope: Envelope): Record<string, string> {
  return {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: envelope.id,
    ce_type: envelope.type,
    ce_source: envelope.source,
    ce_time: envelope.time.toISOString(),
    ce_partitionkey: envelope.key,
    ce_sequence: String(envelope.sequence),
    ce_correlationid: envelope.correlationId,
    ...(envelope.causationId ? { ce_causationid: envelope.causationId } : {}),
    ...(envelope.traceparent ? { ce_traceparent: envelope.traceparent } : {}),
  };
}

/** What became of a record's bytes: an event, one of a type that this build does not know, or something that is no event. */
export type ReadRecord = { kind: 'event'; event: ReceivedEvent } | { kind: 'unknown-type'; type: string } | { kind: 'unreadable'; reason: string };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads a record back into an event and checks its data against the contract; never throws. */
export function readRecord(record: WireRecord | ReceivedRecord): ReadRecord {
  const { headers } = record;
  const type = headers['ce_type'];
  const id = headers['ce_id'];
  if (!type || !id || !UUID.test(id)) return { kind: 'unreadable', reason: 'ce_type or ce_id is missing or malformed' };
  const contract = contractOf(type);
  if (!contract) return { kind: 'unknown-type', type };
  const time = new Date(headers['ce_time'] ?? '');
  if (Number.isNaN(time.getTime())) return { kind: 'unreadable', reason: 'ce_time is not a date' };
  let json: unknown;
  try {
    json = JSON.parse(record.value);
  } catch {
    return { kind: 'unreadable', reason: 'the value is not JSON' };
  }
  const checked = contract.data.safeParse(json);
  if (!checked.success) return { kind: 'unreadable', reason: `the data breaks the contract at /${String(checked.error.issues[0]?.path.join('/'))}` };
  return {
    kind: 'event',
    event: {
      id,
      type,
      source: headers['ce_source'] ?? '',
      key: record.key,
      sequence: Number(headers['ce_sequence'] ?? 0),
      time,
      correlationId: headers['ce_correlationid'] ?? id,
      ...(headers['ce_causationid'] ? { causationId: headers['ce_causationid'] } : {}),
      ...(headers['ce_traceparent'] ? { traceparent: headers['ce_traceparent'] } : {}),
      data: checked.data,
    },
  };
}
