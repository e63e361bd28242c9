import { isUtf8 } from 'node:buffer';

/** A record's bytes as they came off the wire. */
export interface RawBytes {
  key: Buffer;
  value: Buffer;
  headers: Record<string, Buffer>;
}

/** A record's bytes as text. */
export interface RecordText {
  key: string;
  value: string;
  headers: Record<string, string>;
}

// What is no UTF-8 is read as U+FFFD: text without it says all that its bytes say. A header of that name would become a prototype.
const DOUBTFUL = /[\0\uFFFD]|^__proto__$/;

/** Must bytes that were read as this text be looked at again? */
export function isDoubtful(text: string): boolean {
  return DOUBTFUL.test(text);
}

/** Reads a record's bytes as text; keeps the bytes beside it when they are not UTF-8 or hold what a database cannot keep as text (NUL). */
export function textOf(bytes: RawBytes): RecordText & { raw?: RawBytes } {
  return plainTextOf(bytes) ?? carefulTextOf(bytes);
}

/** The usual case, for every record that is heard; nothing when a part of it is doubtful. */
function plainTextOf(bytes: RawBytes): RecordText | undefined {
  const key = bytes.key.toString();
  const value = bytes.value.toString();
  if (isDoubtful(key) || isDoubtful(value)) return undefined;
  const headers: Record<string, string> = {};
  for (const name of Object.keys(bytes.headers)) {
    const text = bytes.headers[name]!.toString();
    if (isDoubtful(text) || isDoubtful(name)) return undefined;
    headers[name] = text;
  }
  return { key, value, headers };
}

function carefulTextOf(bytes: RawBytes): RecordText & { raw?: RawBytes } {
  const headers = Object.entries(bytes.headers);
  const text = {
    key: storable(bytes.key),
    value: storable(bytes.value),
    headers: Object.fromEntries(headers.map(([name, value]) => [storable(Buffer.from(name)), storable(value)])),
  };
  const isText = isStorable(bytes.key) && isStorable(bytes.value) && headers.every(([name, value]) => isStorable(value) && !name.includes('\0'));
  return isText ? text : { ...text, raw: bytes };
}

/** The bytes of a record, whether they were text or not. */
export function bytesOf({ key, value, headers, raw }: RecordText & { raw?: RawBytes }): RawBytes {
  if (raw) return raw;
  const named = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)] as const);
  return { key: Buffer.from(key), value: Buffer.from(value), headers: Object.fromEntries(named) };
}

function isStorable(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

function storable(bytes: Buffer): string {
  return bytes.toString().replaceAll('\0', '\uFFFD');
}
