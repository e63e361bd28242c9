import fc from 'fast-check';
import { createRequire } from 'node:module';
import {
  DECODER_MODULE,
  readRecordsWhenAsked,
  RECORD_DECODER_MODULE,
  recordReader,
  textIn,
  type BatchContext,
  type DecodedRecord,
  type Undecoded,
} from './kafkajs-record-reader.js';
import { RECORD_MODULE, type RecordToWrite } from './kafkajs-record-writer.js';
import { textOf, type RawBytes } from './raw-bytes.js';

const require = createRequire(__filename);
const original = require(RECORD_DECODER_MODULE) as (undecoded: Undecoded, context: BatchContext) => DecodedRecord;
const encode = require(RECORD_MODULE) as (record: RecordToWrite) => { buffer: Buffer };
const Decoder = require(DECODER_MODULE) as new (buffer: Buffer) => Undecoded & { readVarIntBytes(): Buffer };
const read = recordReader(original, Decoder);

const context: BatchContext = {
  firstOffset: '1000',
  firstTimestamp: '1700000000000',
  maxTimestamp: '1700000000009',
  timestampType: 1,
  magicByte: 2,
  isControlBatch: false,
};
const bytesOfRecord = (record: RecordToWrite): Buffer => new Decoder(encode(record).buffer).readVarIntBytes();
const readBack = (record: RecordToWrite, by = read, of = context): DecodedRecord => by(new Decoder(bytesOfRecord(record)), of);

const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const bytes = fc.oneof(
  anyText.map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
);
const headers = fc.dictionary(
  fc.oneof(anyText, fc.constantFrom('__proto__', 'toString')),
  fc.oneof(bytes, fc.array(bytes, { minLength: 1, maxLength: 2 })),
  { maxKeys: 14, noNullPrototype: true },
);
const delta = fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 2 ** 30 }));
const place = { offsetDelta: delta, timestampDelta: delta };
const readable = fc.string().map((text) => Buffer.from(text));
// Bytes of every kind, and now and then a record like those that the services send.
const anyRecord = fc.oneof(
  { weight: 3, arbitrary: fc.record({ ...place, key: fc.option(bytes), value: fc.option(bytes), headers }) },
  {
    weight: 1,
    arbitrary: fc.record({ ...place, key: readable, value: readable, headers: fc.dictionary(fc.constantFrom('ce_id', 'ce_type'), readable) }),
  },
);
const anyContext = fc.record({
  firstOffset: fc.oneof(fc.nat(), fc.constant(2n ** 60n)).map(String),
  firstTimestamp: fc.constantFrom('0', '1700000000000'),
  maxTimestamp: fc.constantFrom('', '1700000000009'),
  timestampType: fc.constantFrom(0, 1),
  magicByte: fc.constant(2),
  isControlBatch: fc.boolean(),
});

/** All that is to be seen of a record, whether it stands in it or is worked out. */
const seen = ({ magicByte, attributes, timestamp, offset, key, value, headers, isControlRecord, batchContext }: DecodedRecord) => ({
  ...{ magicByte, attributes, timestamp, offset, key, value, headers, isControlRecord, batchContext },
});

it('shows of every record what kafkajs shows', () => {
  fc.assert(
    fc.property(anyRecord, anyContext, (record, of) => {
      expect(seen(readBack(record, read, of))).toEqual(seen(readBack(record, original, of)));
    }),
  );
});

it('reads the texts of a record as its bytes say, and none of a doubtful one', () => {
  let texts = 0;
  fc.assert(
    fc.property(anyRecord, (record) => {
      const text = textIn(readBack(record));
      const { key, value, headers } = readBack(record, original);
      const isRaw = key !== null && value !== null && Object.values(headers).every(Buffer.isBuffer);
      if (!isRaw) return expect(text).toBeUndefined();
      const { raw, ...plain } = textOf({ key, value, headers } as RawBytes);
      if (text) texts += 1;
      if (text) expect(text).toEqual(plain);
      if (raw) expect(text).toBeUndefined();
    }),
  );
  expect(texts).toBeGreaterThan(0);
});

it('reads the texts of an event', () => {
  const event = { key: 'k', value: '{"말":"늦음"}', headers: { ce_id: '1', 'content-type': 'application/json' } };
  expect(textIn(readBack(event))).toEqual(event);
});

it('leaves bytes that end too early to kafkajs', () => {
  const whole = bytesOfRecord({ key: 'key', value: 'value', headers: { a: 'b' } });
  for (let length = 1; length < whole.length; length += 1) {
    const cut = whole.subarray(0, length);
    const outcome = (by: typeof read): unknown => {
      try {
        return seen(by(new Decoder(cut), context));
      } catch (error) {
        return (error as Error).name;
      }
    };
    expect(outcome(read)).toEqual(outcome(original));
  }
});

it('is in its place before the first record is decoded, however often a transport is made', () => {
  readRecordsWhenAsked();
  const inPlace = require(RECORD_DECODER_MODULE) as unknown;
  expect(inPlace).not.toBe(original);
  readRecordsWhenAsked();
  expect(require(RECORD_DECODER_MODULE)).toBe(inPlace);
});
