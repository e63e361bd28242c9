import { ComplaintClosed as Released } from '#libs/contracts';
import { readRecord, toHeaders, type WireRecord } from '#libs/messaging';
import { randomUUID } from 'node:crypto';
import { asReleased, NEXT_CLOSED } from '../next-version.js';
import { ComplaintClosed as Next } from './complaint-closed-next.js';

/** The event as a build of that contract sends it; both are told the same by the service's code. */
const sentBy = (contract: typeof Released): WireRecord => {
  const { type, topic, key, data } = contract(Released.example);
  const headers = toHeaders({ id: randomUUID(), type, source: '/redress/resolution', key, sequence: 1, time: new Date(), correlationId: key });
  return { topic, key, headers, value: JSON.stringify(data) };
};
const next = Next as unknown as typeof Released;
const reads = (record: WireRecord, contract: typeof Released) => readRecord(record, () => contract);

it('is what the released build cannot read', () => {
  expect(reads(sentBy(next), Released)).toMatchObject({ kind: 'unknown-version', type: NEXT_CLOSED });
});

it('is read by the next build, and so is what the released one sends', () => {
  const all = { kind: 'event', event: { data: { ...Released.example, settledBy: 'decision' } } };
  expect(reads(sentBy(next), next)).toMatchObject(all);
  expect(reads(sentBy(Released), next)).toMatchObject(all);
});

it('is one event to the checker, whoever sent it', () => {
  expect([NEXT_CLOSED, Released.wireType, 'complaint.closed.v99'].map(asReleased)).toEqual([
    Released.wireType,
    Released.wireType,
    'complaint.closed.v99',
  ]);
});
