import { DISCARDED, readRecord } from '#libs/messaging';
import { ALL_EVENTS } from '#libs/contracts';
import { toRecord } from '../../libs/messaging/src/outbox.js';
import { standInFor } from '../../libs/messaging/src/stand-in.js';
import type { JsonSchema } from '../../deploy/generate/event-schemas.js';
import { document, expectHeaders } from './asyncapi-document.js';
import { readerOf } from './published-schema.js';

const key = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01';
const headers = { ce_source: '/redress/resolution', ce_correlationid: 'c', ce_traceparent: 't', ce_strange: 'x'.repeat(1_000_000) };
const event = { key, event_id: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a42', type: 'complaint.closed.v1', headers, reason: 'MESSAGE_TOO_LARGE' };
const { headers: own, payload } = standInFor(event, new Date(0));
const record = toRecord({ relay_part: 0, seq: 0, topic: 'resolution.events', key, sequence: 7, headers: own, payload });

it('C55 a stand-in is what the AsyncAPI document says', () => {
  const message = Object.values(document.components.messages).find(({ name }) => name === DISCARDED)!;
  expectHeaders(message, record.headers);
  const reader = readerOf(message.payload as unknown as JsonSchema);
  for (const value of [JSON.parse(record.value), ...message.examples!.map((example) => example.payload)])
    expect(reader.safeParse(value).error).toBeUndefined();
  expect(reader.safeParse({}).success).toBe(false);
});

it('stands under the key, number and source of the lost event, is caused by it, and carries nothing else of it', () => {
  expect(record).toMatchObject({
    topic: 'resolution.events',
    key,
    headers: {
      ...{ ce_type: DISCARDED, ce_source: '/redress/resolution', ce_sequence: '7', ce_partitionkey: key },
      ...{ ce_correlationid: 'c', ce_causationid: event.event_id },
    },
  });
  expect(JSON.parse(record.value)).toEqual({ eventId: event.event_id, type: event.type, reason: event.reason });
  expect(JSON.stringify(record).length).toBeLessThan(1_000);
});

it('is an event that no build knows: it is counted, and nobody acts', () => {
  expect(readRecord(record)).toEqual({ kind: 'unknown-type', type: DISCARDED });
  expect(ALL_EVENTS.some(({ type }) => type === 'event.discarded')).toBe(false);
});
