import fc from 'fast-check';
import { createRequire } from 'node:module';
import { ENCODER_MODULE, RECORD_MODULE, recordWriter, writeRecordsInOneGo, type RecordToWrite, type Written } from './kafkajs-record-writer.js';

const require = createRequire(__filename);
const original = require(RECORD_MODULE) as (record: RecordToWrite) => Written & { buffer: Buffer };
const encoder = require(ENCODER_MODULE) as { prototype: object };
const write = recordWriter(original, encoder) as typeof original;

const text = fc.string({ unit: 'binary', maxLength: 300 });
const number = fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: -(2 ** 29), max: 2 ** 29 }));
const headers = fc.dictionary(fc.string({ unit: 'binary', maxLength: 20 }), text, { maxKeys: 14, noNullPrototype: true });
const plain = fc.record({ offsetDelta: number, timestampDelta: number, key: text, value: text, headers });

it('corrects the kafkajs that was read: another version means another look', () => {
  expect(require('kafkajs/package.json')).toMatchObject({ version: '2.2.4' });
});

it('writes every plain record byte for byte as kafkajs does, without it', () => {
  const alone = recordWriter(() => {
    throw new Error('left to kafkajs');
  }, encoder) as typeof original;
  fc.assert(
    fc.property(plain, (record) => {
      expect(alone(record).buffer).toEqual(original(record).buffer);
    }),
  );
});

it.each([
  ['bytes', { key: Buffer.from('k'), value: Buffer.from([0, 255]), headers: { a: Buffer.from('b') } }],
  ['no value', { key: 'k', value: null }],
  ['a header that comes twice', { key: 'k', value: 'v', headers: { a: ['1', '2'] } }],
  ['a time far away', { key: 'k', value: 'v', timestampDelta: 2 ** 40 }],
])('leaves to kafkajs what is not plain: %s', (_, record) => {
  expect(write(record).buffer).toEqual(original(record).buffer);
});

it('is what kafkajs takes for a part of a request', () => {
  const { buf } = write({ key: 'k', value: 'v' });
  expect(Buffer.isBuffer(buf)).toBe(true);
  expect(write({ key: 'k', value: 'v' })).toBeInstanceOf(encoder as unknown as new () => object);
});

it('is in its place before the first request is encoded, however often a transport is made', () => {
  writeRecordsInOneGo();
  const inPlace = require(RECORD_MODULE) as () => unknown;
  expect(inPlace).not.toBe(original);
  writeRecordsInOneGo();
  expect(require(RECORD_MODULE)).toBe(inPlace);
});
