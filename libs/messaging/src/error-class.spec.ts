import { errorClassOf, placeOfError } from './error-class.js';

class DomainError extends Error {
  override name = 'DomainError';
  code = 'complaint.already-withdrawn';
}

it.each([
  [new TypeError('Kim Minji'), 'TypeError'],
  [new DomainError('Kim Minji'), 'DomainError complaint.already-withdrawn'],
  [
    Object.assign(new Error('Key (email)=(minji@example.org)'), { driverError: { code: '23505', constraint: 'customer_email' } }),
    'Error 23505 customer_email',
  ],
  [Object.assign(new Error('x'), { code: 'Kim Minji said so' }), 'Error'],
  ['Kim Minji', 'string'],
  [undefined, 'undefined'],
])('%p is told as %s', (error, expected) => {
  expect(errorClassOf(error)).toBe(expected);
  expect(placeOfError(error)).not.toMatch(/Minji|minji/);
});

it('names the line where it came up', () => expect(placeOfError(new Error('x'))).toMatch(/^Error at error-class\.spec\.ts:\d+$/));
