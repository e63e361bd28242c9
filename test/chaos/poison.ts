import { ComplaintClosed, ComplaintRegistered, ComplaintWithdrawn, type AnyEventContract } from '#libs/contracts';
import { toHeaders } from '#libs/messaging';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { RawRecord } from './log-of-run.js';
import type { PoisonKind } from './trouble.js';

const recordOf = (contract: AnyEventContract, type: string, value: string): RawRecord => {
  const key = randomUUID();
  const source = `/redress/${contract.topic.split('.')[0]}`;
  const headers = toHeaders({ id: uuidv7(), type, source, key, sequence: 1, time: new Date(), correlationId: key });
  return { topic: contract.topic, partition: -1, offset: -1, at: Date.now(), key, value, headers };
};

const MAKE: Readonly<Record<PoisonKind, () => RawRecord>> = {
  'no-json': () => recordOf(ComplaintRegistered, ComplaintRegistered.wireType, '\u00ff\u00fe{"complaintId":'),
  'no-headers': () => ({ ...recordOf(ComplaintClosed, ComplaintClosed.wireType, '{}'), headers: {} }),
  'unknown-type': () => recordOf(ComplaintRegistered, 'complaint.sung.v1', '{}'),
  'unknown-version': () => recordOf(ComplaintClosed, 'complaint.closed.v99', JSON.stringify(ComplaintClosed.example)),
  'breaks-contract': () => recordOf(ComplaintRegistered, ComplaintRegistered.wireType, '{"complaintId":7}'),
  'refused-by-handler': () => {
    const record = recordOf(ComplaintWithdrawn, ComplaintWithdrawn.wireType, '');
    return { ...record, value: JSON.stringify({ ...ComplaintWithdrawn.example, complaintId: record.key }) };
  },
};

/** A record that somebody cannot apply, under a key of its own. */
export function poisonOf(kind: PoisonKind): RawRecord {
  return MAKE[kind]();
}
