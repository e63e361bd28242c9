import fc from 'fast-check';
import { bytesOf, textOf } from './raw-bytes.js';

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const record = fc.record({
  key: bytes,
  value: bytes,
  headers: fc.dictionary(fc.string({ maxLength: 8 }), bytes, { maxKeys: 3, noNullPrototype: true }),
});

it('keeps every byte, and its likeness is text that a database can keep', () => {
  fc.assert(
    fc.property(record, (given) => {
      const text = textOf(given);
      expect(bytesOf(text)).toEqual(given);
      expect(JSON.stringify([text.key, text.value, text.headers])).not.toContain('\\u0000');
    }),
  );
});

it('keeps ordinary text as text only', () => {
  const given = { key: Buffer.from('c-1'), value: Buffer.from('{"name":"민지"}'), headers: { ce_id: Buffer.from('7') } };
  expect(textOf(given)).toEqual({ key: 'c-1', value: '{"name":"민지"}', headers: { ce_id: '7' } });
});
