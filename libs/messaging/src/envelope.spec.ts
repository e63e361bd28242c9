import { contractOf, defineEvent, earlierMajor, type AnyEventContract } from '#libs/contracts';
import { z } from 'zod';
import { ParcelWeighedV1, ParcelWeighedV2, ParcelWeighedV3 } from '../test/parcel-weighed.js';
import { readRecord, toHeaders } from './envelope.js';
import type { WireRecord } from './transport/transport.js';

const ID = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a42';
const parcelId = ParcelWeighedV1.example.parcelId;
const recordOf = (type: string, data: object): WireRecord => ({
  topic: 'intake.events',
  key: parcelId,
  headers: toHeaders({ id: ID, type, source: '/redress/intake', key: parcelId, sequence: 7, time: new Date(7), correlationId: ID }),
  value: JSON.stringify(data),
});
const readBy = (build: AnyEventContract, type: string, data: object) =>
  readRecord(recordOf(type, data), (name) => (name === build.type ? build : undefined));

describe('C55 an event of an earlier major is raised at the edge', () => {
  it.each([
    [1, { parcelId, kilograms: 2.25, unknown: true }, { parcelId, weight: { grams: 2_250 }, by: 'sender' }],
    [2, { parcelId, grams: 2_250, unknown: true }, { parcelId, weight: { grams: 2_250 }, by: 'sender' }],
    [3, { parcelId, weight: { grams: 2_250, unknown: true }, by: 'scale' }, { parcelId, weight: { grams: 2_250 }, by: 'scale' }],
  ])('from version %i to 3, without what it does not know', (version, data, expected) => {
    expect(readBy(ParcelWeighedV3, `parcel.weighed.v${version}`, data)).toMatchObject({
      kind: 'event',
      event: { id: ID, type: 'parcel.weighed.v3', key: parcelId, sequence: 7, data: expected },
    });
    const read = readBy(ParcelWeighedV3, `parcel.weighed.v${version}`, data);
    expect(read.kind === 'event' && read.event.data).toEqual(expected);
  });

  it.each([
    ['old data that break the old contract', 1, { parcelId, kilograms: -1 }, 'the data breaks the contract at /kilograms'],
    ['new data under an old version', 1, ParcelWeighedV3.example, 'the data breaks the contract at /kilograms'],
    ['old data under the new version', 3, ParcelWeighedV1.example, 'the data breaks the contract at /weight'],
  ])('%s are unreadable', (_, version, data, reason) => {
    expect(readBy(ParcelWeighedV3, `parcel.weighed.v${version}`, data)).toEqual({ kind: 'unreadable', reason });
  });

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('no');
      },
      'the upcast from version 1 failed: TypeError',
    ],
    ['makes data that nobody accepts', () => ({ parcelId, grams: -1 }), 'the upcast from version 1 to 2 breaks the contract at /grams'],
  ])('an upcast that %s makes the event unreadable, never the consumer fail', (_, upcast, reason) => {
    const { type, owner, topic, key, data, example } = ParcelWeighedV2;
    const earlier = [earlierMajor({ version: 1, data: z.object({}), example: {}, upcast })];
    const build = defineEvent({ type, owner, topic, key, data, example, version: 2, earlier });
    expect(readBy(build, 'parcel.weighed.v1', {})).toEqual({ kind: 'unreadable', reason });
  });
});

describe('C55 what this build cannot read is told apart', () => {
  it.each<[string, AnyEventContract, string]>([
    ['the next major', ParcelWeighedV1, 'parcel.weighed.v2'],
    ['a major far ahead', ParcelWeighedV2, 'parcel.weighed.v31'],
  ])('%s of a known event waits for its build', (_, build, type) => {
    expect(readBy(build, type, {})).toEqual({ kind: 'unknown-version', id: ID, type, contract: build });
  });

  it.each(['parcel.lost.v1', 'parcel.weighed', 'parcel.weighed.v0', 'parcel.weighed.v1.5', 'parcel.weighed.vx', 'v1'])(
    '%s is no event of ours',
    (type) => {
      expect(readBy(ParcelWeighedV3, type, {})).toEqual({ kind: 'unknown-type', type });
    },
  );

  it('and a real contract is found without being told', () => {
    expect(readRecord(recordOf('complaint.closed.v999', {}))).toMatchObject({ kind: 'unknown-version', contract: contractOf('complaint.closed') });
  });
});

it.each([
  ['none at version 2', 2, [], 'state 1 in this order'],
  ['a gap', 3, [2], 'state 1, 2 in this order'],
  ['its own version', 1, [1], 'states the earlier versions [1]'],
  ['another order', 3, [2, 1], 'state 1, 2 in this order'],
])('C55 a contract that states %s is refused where it is defined', (_, version, stated, expected) => {
  const earlier = stated.map((one) => earlierMajor({ version: one, data: z.object({}), example: {}, upcast: () => ({}) }));
  const { type, owner, topic, key, data, example } = ParcelWeighedV3;
  expect(() => defineEvent({ type, owner, topic, key, data, example, version, earlier })).toThrow(expected);
});
