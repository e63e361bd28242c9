import { mustBeAt } from './version.js';

it('refuses a change that was decided upon an older version, and one upon a version to come', () => {
  const refused = expect.objectContaining({ code: 'version.stale', refusal: 'stale' });
  expect(() => mustBeAt('complaint', { version: 2 }, 1)).toThrow(refused);
  expect(() => mustBeAt('complaint', { version: 2 }, 3)).toThrow(refused);
});

it.each([2, undefined])('lets a change upon version %s of 2 pass', (seen) => {
  expect(() => mustBeAt('complaint', { version: 2 }, seen)).not.toThrow();
});
