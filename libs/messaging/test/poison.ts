import { ComplaintAcknowledged } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Consumer } from '../src/consumer.js';
import { toHeaders } from '../src/envelope.js';
import { projects, type ProjectingHandler } from '../src/handles.js';
import { silentLog } from '../src/log.js';
import { ParkingWorker } from '../src/parking-worker.js';
import { textOf } from '../src/transport/raw-bytes.js';
import type { ReceivedRecord } from '../src/transport/transport.js';

let offset = 0;

/** The record of an event that says `value` about `key`, as number `sequence` of that key; `over` replaces parts of it. */
export function saying(value: number, key: string, sequence: number, over: Partial<ReceivedRecord> = {}): ReceivedRecord {
  const id = randomUUID();
  const { wireType, topic } = ComplaintAcknowledged;
  const time = new Date();
  const headers = toHeaders({ id, type: wireType, source: '/redress/intake', key, sequence, time, correlationId: id });
  offset += 1;
  const data = { complaintId: key, channel: 'app', acknowledgedAt: new Date(value).toISOString() };
  return { topic, partition: 0, offset: String(offset), key, headers, value: JSON.stringify(data), ...over };
}

/** The same record as told by another source. */
export function toldBy(source: string, record: ReceivedRecord): ReceivedRecord {
  return { ...record, headers: { ...record.headers, ce_source: source } };
}

/** A record whose value is these bytes, as it comes off the wire. */
export function bytes(value: Buffer, key: string, headers: Record<string, Buffer> = {}): ReceivedRecord {
  offset += 1;
  return { topic: ComplaintAcknowledged.topic, partition: 0, offset: String(offset), ...textOf({ key: Buffer.from(key), value, headers }) };
}

/** Writes down what it hears; `fault` may throw. */
export function noting(name = 'note.write-down', fault: (value: number, key: string) => void = () => undefined): ProjectingHandler {
  return projects([ComplaintAcknowledged], name, async (tx, events) => {
    for (const { data } of events) {
      const value = Date.parse(data.acknowledgedAt);
      await tx.query('insert into note (handler, key, value) values ($1, $2, $3)', [name, data.complaintId, String(value)]);
      fault(value, data.complaintId);
    }
  });
}

/** Lets the worker try everything now, as if the pauses were over. */
export async function retryNow(db: DataSource, consumer: Consumer): Promise<void> {
  await db.query('update parked set next_at = now()');
  const worker = new ParkingWorker(db, consumer, silentLog);
  while (await worker.retryOne());
}
