import { createRequire } from 'node:module';

/** What kafkajs 2.2.4 encodes as one record of a batch. */
export interface RecordToWrite {
  offsetDelta?: number;
  timestampDelta?: unknown;
  key?: unknown;
  value?: unknown;
  headers?: Record<string, unknown>;
}

/** A piece of a request: `buf` up to `offset`. */
export interface Written {
  buf: Buffer;
  offset: number;
}

type Write = (record: RecordToWrite) => Written;

/** Where kafkajs 2.2.4 encodes a record, and the class of what it answers. */
export const RECORD_MODULE = 'kafkajs/src/protocol/recordBatch/record/v0/index.js';
export const ENCODER_MODULE = 'kafkajs/src/protocol/encoder.js';

const LONGEST_VARINT = 5;

/**
 * kafkajs 2.2.4 allocates and copies a buffer for every header of every record, so that encoding an event cost as much as all the
 * rest of its way through a service. This writes records of plain texts into one buffer, byte for byte the same, and leaves
 * all others to the original. Call it before the first record is sent. `kafkajs-record-writer.spec.ts` compares the bytes.
 */
export function writeRecordsInOneGo(): void {
  const require = createRequire(import.meta.url);
  const original = require(RECORD_MODULE) as Write;
  if (original.name === 'writeRecord') return;
  require.cache[require.resolve(RECORD_MODULE)]!.exports = recordWriter(original, require(ENCODER_MODULE) as { prototype: object });
}

/** The faster writer, with the original one for what it does not know. */
export function recordWriter(original: Write, encoder: { prototype: object }): Write {
  return function writeRecord(record) {
    const { offsetDelta = 0, timestampDelta = 0, key, value, headers = {} } = record;
    const isPlain = typeof key === 'string' && typeof value === 'string' && isSmall(timestampDelta) && isSmall(offsetDelta);
    if (!isPlain) return original(record);
    const names = Object.keys(headers);
    let room = key.length + value.length;
    for (const name of names) {
      const text = headers[name];
      if (typeof text !== 'string') return original(record);
      room += name.length + text.length + LONGEST_VARINT;
    }
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    const body = Buffer.allocUnsafe(3 * room + 5 * LONGEST_VARINT + 1);
    body[0] = 0; // no attributes
    let at = writeVarint(body, 1, timestampDelta);
    at = writeVarint(body, at, offsetDelta);
    at = writeText(body, at, key);
    at = writeText(body, at, value);
    at = writeVarint(body, at, names.length);
    for (const name of names) at = writeText(body, writeText(body, at, name), headers[name] as string);

    const whole = Buffer.allocUnsafe(LONGEST_VARINT + at);
    const begin = writeVarint(whole, 0, at);
    body.copy(whole, begin, 0, at);
    return Object.assign(Object.create(encoder.prototype) as Written, { buf: whole, offset: begin + at });
  };
}

function isSmall(number: unknown): number is number {
  return typeof number === 'number' && (number | 0) === number && Math.abs(number) < 2 ** 30;
}

/** Zigzag and base 128, as the record format has it for all its numbers; answers where it ends. */
function writeVarint(buffer: Buffer, at: number, number: number): number {
  let rest = ((number << 1) ^ (number >> 31)) >>> 0;
  while (rest > 0x7f) {
    buffer[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[at++] = rest;
  return at;
}

function writeText(buffer: Buffer, at: number, text: string): number {
  const length = Buffer.byteLength(text);
  const begin = writeVarint(buffer, at, length);
  return begin + buffer.write(text, begin, length, 'utf8');
}
