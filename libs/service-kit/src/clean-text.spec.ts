import fc from 'fast-check';
import { text } from './clean-text.js';

const field = text(40);

it.each([
  ['  trimmed ', 'trimmed'],
  ['e\u0301', 'é'],
  ['two\r\nlines\tand a tab', 'two\nlines\tand a tab'],
  ['배송이 늦었어요', '배송이 늦었어요'],
  ['డెలివరీ ఆలస్యం', 'డెలివరీ ఆలస్యం'],
  ['👩‍👩‍👧 !', '👩‍👩‍👧 !'],
])('takes %j as %j', (given, kept) => expect(field.parse(given)).toBe(kept));

it.each([
  ['nothing', ''],
  ['only space', ' \n\t\u00a0'],
  ['only what cannot be seen', '\u200b\u200d'],
  ['a NUL', 'a\u0000b'],
  ['an escape', 'a\u001bb'],
  ['a lone carriage return', 'a\rb'],
  ['a C1 control', 'a\u0085b'],
  ['the first half of a pair', 'a\ud800'],
  ['the second half of a pair', '\udc00a'],
  ['too much', 'x'.repeat(41)],
  ['a number', 7],
])('refuses %s', (_what, given) => expect(field.safeParse(given).success).toBe(false));

it('keeps what it once accepted unchanged, and storable', () => {
  const anything = text(10_000);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (given) => {
      const first = anything.safeParse(given);
      if (!first.success) return;
      expect(anything.parse(first.data)).toBe(first.data);
      expect(Buffer.from(first.data).toString()).toBe(first.data);
      expect(first.data).not.toContain('\0');
    }),
  );
});
