import { parseWireType, type AnyEventContract } from '#libs/contracts';
import { createHash } from 'node:crypto';
import type { Arrival, EventHead } from './delivery.js';
import { isTooLong, readRecord, sequenceOf, UUID } from './envelope.js';
import type { EventHandler } from './handles.js';
import { bytesOf } from './transport/raw-bytes.js';
import type { ReceivedRecord } from './transport/transport.js';

/** Who in a service hears what. */
export class Hearers {
  // By the event's name without its version: handlers hear every major, raised to the newest.
  private readonly byType = new Map<string, EventHandler[]>();
  private readonly contracts = new Map<string, AnyEventContract>();
  private readonly byTopic = new Map<string, Set<EventHandler>>();

  constructor(readonly handlers: readonly EventHandler[]) {
    for (const handler of handlers)
      for (const contract of handler.contracts) {
        this.byType.set(contract.type, [...(this.byType.get(contract.type) ?? []), handler]);
        this.contracts.set(contract.type, contract);
        this.byTopic.set(contract.topic, (this.byTopic.get(contract.topic) ?? new Set()).add(handler));
      }
  }

  /** The topics in which the events of interest are. */
  get topics(): string[] {
    return [...this.byTopic.keys()].sort();
  }

  /** Every type, with its major, that this build can read. */
  get readableTypes(): string[] {
    return [...this.contracts.values()].flatMap(({ type, version }) => Array.from({ length: version }, (_, i) => `${type}.v${i + 1}`));
  }

  /** The contract by which handlers hear the event of that name. */
  readonly contractNamed = (type: string): AnyEventContract | undefined => this.contracts.get(type);

  /** The handler of that name, for parked deliveries. */
  named(name: string): EventHandler | undefined {
    return this.handlers.find((handler) => handler.name === name);
  }

  /**
   * What a record means for each handler: an event, or something that must wait. A record that does not even tell its type may
   * have been for any handler of its topic: all of them keep the order of its key.
   */
  arrivalsOf(record: ReceivedRecord): Arrival[] {
    const type = record.headers['ce_type'] ?? '';
    const wanted = type === '' ? [...(this.byTopic.get(record.topic) ?? [])] : this.byType.get(parseWireType(type).type);
    if (!wanted || wanted.length === 0) return [];
    const read = readRecord(record, this.contractNamed);
    if (read.kind === 'event') return wanted.map((handler) => ({ handler, record, event: read.event }));
    if (read.kind === 'unknown-version') {
      const detail = `this build knows ${read.contract.wireType} at most`;
      return wanted.map((handler) => ({ handler, record, event: headOf(record), held: 'unknown-version', detail }));
    }
    const detail = read.kind === 'unreadable' ? read.reason : 'ce_type names no version';
    return wanted.map((handler) => ({ handler, record, event: headOf(record), held: 'quarantined', detail }));
  }
}

/** What can be told of an event whose data cannot be read; one without an id goes by its place in the log and its bytes. */
export function headOf(record: ReceivedRecord): EventHead {
  const { headers } = record;
  const id = headers['ce_id'] ?? '';
  return {
    id: UUID.test(id) ? id.toLowerCase() : idOfPlace(record),
    type: headers['ce_type'] ?? '',
    source: headers['ce_source'] ?? '',
    key: isTooLong(record) ? hashOf(record.key) : record.key,
    sequence: sequenceOf(record),
  };
}

// Records of one key still wait behind each other; the key itself is kept with the record's bytes.
function hashOf(key: string): string {
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

function idOfPlace(record: ReceivedRecord): string {
  const { key, value } = bytesOf(record);
  const hex = createHash('sha256').update(`${record.topic} ${record.partition} ${record.offset} `).update(key).update(value).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
