import { contractOf, parseWireType, upcast, type AnyEventContract } from '#libs/contracts';
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

/** A major version that this build cannot read, of an event that it knows: it must wait for the build that can. */
export interface UnknownVersion {
  kind: 'unknown-version';
  id: string;
  /** As on the wire, with its major: `complaint.closed.v2`. */
  type: string;
  /** What this build knows of the event; its handlers are those who wait. */
  contract: AnyEventContract;
}

/** What became of a record's bytes: an event, one that this build does not know or knows in other versions, or something that is no event. */
export type ReadRecord =
  { kind: 'event'; event: ReceivedEvent } | UnknownVersion | { kind: 'unknown-type'; type: string } | { kind: 'unreadable'; reason: string };

/** Characters of a key, and of a source: both stand in one row of an index, of which Postgres takes 2,704 bytes. */
const LONGEST_NAME = 400;

/** How an event's id is written. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Reads a record back into an event of the newest major and checks its data against the contract; never throws.
 * Handlers only ever see the newest major: older ones are raised here, at the edge.
 */
export function readRecord(
  record: WireRecord | ReceivedRecord,
  contractNamed: (type: string) => AnyEventContract | undefined = contractOf,
): ReadRecord {
  const { headers } = record;
  const type = headers['ce_type'];
  const id = headers['ce_id']?.toLowerCase(); // as the database writes it: an event must be known by its id again
  if (!type || !id || !UUID.test(id)) return { kind: 'unreadable', reason: 'ce_type or ce_id is missing or malformed' };
  const { type: name, version } = parseWireType(type);
  const contract = contractNamed(name);
  if (!contract || version === undefined) return { kind: 'unknown-type', type };
  if (isTooLong(record)) return { kind: 'unreadable', reason: `the key or ce_source has more than ${LONGEST_NAME} characters` };
  if (version > contract.version) return { kind: 'unknown-version', id, type, contract };
  const time = new Date(headers['ce_time'] ?? '');
  if (Number.isNaN(time.getTime())) return { kind: 'unreadable', reason: 'ce_time is not a date' };
  let json: unknown;
  try {
    json = JSON.parse(record.value);
  } catch {
    return { kind: 'unreadable', reason: 'the value is not JSON' };
  }
  const read = upcast(contract, version, json);
  if ('reason' in read) return { kind: 'unreadable', reason: read.reason };
  return {
    kind: 'event',
    event: {
      id,
      type: contract.wireType,
      source: headers['ce_source'] ?? '',
      key: record.key,
      sequence: sequenceOf(record),
      time,
      correlationId: headers['ce_correlationid'] ?? id,
      ...(headers['ce_causationid'] ? { causationId: headers['ce_causationid'] } : {}),
      ...(headers['ce_traceparent'] ? { traceparent: headers['ce_traceparent'] } : {}),
      data: read.data,
    },
  };
}

/** Is this no event of ours, because its key or its source is longer than what can be looked up? */
export function isTooLong({ key, headers }: Pick<WireRecord, 'key' | 'headers'>): boolean {
  return key.length > LONGEST_NAME || (headers['ce_source'] ?? '').length > LONGEST_NAME;
}

/** The number of an event among those of its key at its source; 0 when it states none. */
export function sequenceOf(record: Pick<WireRecord, 'key' | 'headers'>): number {
  const sequence = isTooLong(record) ? 0 : Number(record.headers['ce_sequence'] ?? 0);
  return Number.isSafeInteger(sequence) && sequence > 0 ? sequence : 0;
}
