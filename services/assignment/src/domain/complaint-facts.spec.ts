import { needsSomebody } from './complaint-facts.js';

it.each([
  ['complaint', true],
  ['question', true],
  ['suggestion', true],
  ['praise', false],
])('C7 a %s needs somebody: %s', (kind, needed) => expect(needsSomebody({ kind })).toBe(needed));
