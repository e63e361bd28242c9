import { createRequire } from 'node:module';
import { isDoubtful, type RecordText } from './raw-bytes.js';

/** What kafkajs 2.2.4 knows of the batch in which a record came. */
export interface BatchContext {
  /** Decimal digits, as the other two. */
  firstOffset: string;
  firstTimestamp: string;
  maxTimestamp: string;
  timestampType: number;
  magicByte: number;
  isControlBatch?: boolean;
}

/** A record as kafkajs 2.2.4 hands it on. */
export interface DecodedRecord {
  magicByte: number;
  attributes: number;
  timestamp: string;
  offset: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer | Buffer[] | null>;
  isControlRecord: boolean;
  batchContext: BatchContext;
}

/** Bytes that are decoded, from `offset` on. */
export interface Undecoded {
  buffer: Buffer;
  offset: number;
}

type Read = (undecoded: Undecoded, context: BatchContext) => DecodedRecord;

/** Where kafkajs 2.2.4 decodes a record, and the class of what that takes. */
export const RECORD_DECODER_MODULE = 'kafkajs/src/protocol/recordBatch/record/v0/decoder.js';
export const DECODER_MODULE = 'kafkajs/src/protocol/decoder.js';

const LOG_APPEND_TIME = 1;
const PATCHED = 'readRecord';

/**
 * kafkajs 2.2.4 copies a record's headers anew for each of them, and cuts a buffer out for each: a quarter of a consumer's time.
 * This reads only a record's place at once; its texts when they are asked for (`textIn`), and its bytes, by the original, when
 * those are. Call it before the first record is fetched. `kafkajs-record-reader.spec.ts` compares both.
 */
export function readRecordsWhenAsked(): void {
  const require = createRequire(import.meta.url);
  const original = require(RECORD_DECODER_MODULE) as Read;
  if (original.name === PATCHED) return;
  const Decoder = require(DECODER_MODULE) as new (buffer: Buffer) => Undecoded;
  require.cache[require.resolve(RECORD_DECODER_MODULE)]!.exports = recordReader(original, Decoder);
}

/** The later reader, with the original one for all that is not plain. */
export function recordReader(original: Read, Decoder: new (buffer: Buffer) => Undecoded): Read {
  const decode: Decode = (bytes, context) => original(new Decoder(bytes), context);
  return function readRecord(undecoded, context) {
    const place = placeOf(undecoded, context);
    return place ? new RecordInPlace(undecoded.buffer, place, context, decode) : original(undecoded, context);
  };
}

/** The texts of a record, unless a part of it is missing, is no UTF-8 or holds what must be looked at with care. */
export function textIn(record: object): RecordText | undefined {
  return record instanceof RecordInPlace ? record.text() : undefined;
}

type Decode = (bytes: Buffer, context: BatchContext) => DecodedRecord;

interface Place {
  timestamp: string;
  offset: string;
  /** Where the key's length stands. */
  body: number;
}

class RecordInPlace implements DecodedRecord {
  private readonly bytes: Buffer;
  private readonly body: number;
  private readonly decode: Decode;
  private decoded: DecodedRecord | undefined;
  readonly magicByte: number;
  readonly attributes: number;
  readonly timestamp: string;
  readonly offset: string;
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;

  constructor(bytes: Buffer, { timestamp, offset, body }: Place, context: BatchContext, decode: Decode) {
    this.bytes = bytes;
    this.body = body;
    this.decode = decode;
    this.magicByte = context.magicByte;
    this.attributes = bytes.readInt8(0);
    this.timestamp = timestamp;
    this.offset = offset;
    this.isControlRecord = context.isControlBatch ?? false;
    this.batchContext = context;
  }

  get key(): Buffer | null {
    return this.whole().key;
  }

  get value(): Buffer | null {
    return this.whole().value;
  }

  get headers(): DecodedRecord['headers'] {
    return this.whole().headers;
  }

  text(): RecordText | undefined {
    const reading = new Reading(this.bytes, this.body);
    const key = reading.text();
    const value = reading.text();
    const count = reading.varint();
    if (key === undefined || value === undefined || count === undefined) return undefined;
    const headers: Record<string, string> = {};
    for (let n = 0; n < count; n += 1) {
      const name = reading.text();
      const text = reading.text();
      if (name === undefined || text === undefined || name in headers) return undefined;
      headers[name] = text;
    }
    return { key, value, headers };
  }

  private whole(): DecodedRecord {
    return (this.decoded ??= this.decode(this.bytes, this.batchContext));
  }
}

/** Where in the log a record is; nothing when its numbers are longer than usual. */
function placeOf({ buffer, offset: begin }: Undecoded, context: BatchContext): Place | undefined {
  if (begin !== 0) return undefined;
  const reading = new Reading(buffer, 1);
  const timestampDelta = reading.varint();
  const offsetDelta = reading.varint();
  if (timestampDelta === undefined || offsetDelta === undefined) return undefined;
  const offset = Number(context.firstOffset) + offsetDelta;
  const isGivenByBroker = context.timestampType === LOG_APPEND_TIME && Boolean(context.maxTimestamp);
  const timestamp = isGivenByBroker ? context.maxTimestamp : String(Number(context.firstTimestamp) + timestampDelta);
  return Number.isSafeInteger(offset) ? { timestamp, offset: String(offset), body: reading.at } : undefined;
}

class Reading {
  constructor(
    private readonly bytes: Buffer,
    public at: number,
  ) {}

  /** Zigzag and base 128; nothing when it takes more than the four bytes that suffice for lengths and deltas. */
  varint(): number | undefined {
    const { bytes } = this;
    let number = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = bytes[this.at++];
      if (byte === undefined) return undefined;
      number |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (number >>> 1) ^ -(number & 1);
    }
    return undefined;
  }

  /** Nothing when it is null, cut off or doubtful. */
  text(): string | undefined {
    const length = this.varint();
    if (length === undefined || length < 0 || this.at + length > this.bytes.length) return undefined;
    const text = this.bytes.toString('utf8', this.at, (this.at += length));
    return isDoubtful(text) ? undefined : text;
  }
}
