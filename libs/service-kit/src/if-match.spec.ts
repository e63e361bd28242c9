import { expectedVersion } from './if-match.js';

it.each([
  ['"3"', 3],
  ['W/"12"', 12], // a proxy that compresses weakens our tags
])('reads %s', (header, version) => expect(expectedVersion(header, false)).toBe(version));

it.each(['3', '*', '"a"', '"1", "2"', '""', '"-1"', '"99999999999"', ''])('refuses %j as malformed', (header) => {
  expect(() => expectedVersion(header, true)).toThrow(expect.objectContaining({ status: 400, code: 'if-match.malformed' }));
});

it('may be left out by an importer only', () => {
  expect(expectedVersion(undefined, true)).toBeUndefined();
  expect(() => expectedVersion(undefined, false)).toThrow(expect.objectContaining({ status: 428 }));
});
