import { DomainError } from '#libs/domain-kit';
import { assertVersion, expectedVersion } from './if-match.js';

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

it('lets only the version that was read be changed', () => {
  assertVersion(3, 3);
  assertVersion(3, undefined);
  expect(() => assertVersion(3, 2)).toThrow(DomainError);
  expect(() => assertVersion(3, 2)).toThrow(expect.objectContaining({ refusal: 'stale' }));
});
