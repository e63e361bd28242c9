import type { ArgumentMetadata } from '@nestjs/common';
import { z } from 'zod';
import type { RequestRefused } from './problem.js';
import { SchemaPipe } from './schema.pipe.js';

const Contact = z.discriminatedUnion('by', [z.strictObject({ by: z.literal('post') }), z.strictObject({ by: z.literal('mail'), to: z.email() })]);
const Body = z
  .strictObject({
    channel: z.enum(['app', 'mail']),
    understood: z.literal(true),
    count: z.coerce.number().int(),
    contact: Contact.optional(),
    lines: z.array(z.strictObject({ kind: z.enum(['a', 'b']) })).optional(),
    from: z.string().optional(),
    until: z.string().optional(),
  })
  .refine(({ from, until }) => from === undefined || until !== undefined, { path: ['until'], message: 'belongs to from' });
const COMPLETE = { channel: 'app', understood: true, count: 1 };

function faultsOf(value: unknown, where: Partial<ArgumentMetadata> = {}): unknown[] {
  try {
    new SchemaPipe().transform(value, { type: 'body', schema: Body, ...where } as unknown as ArgumentMetadata);
    return [];
  } catch (refused) {
    return (refused as RequestRefused).details.errors!.map(({ pointer, code, detail }) => [pointer, code, detail]);
  }
}

it.each<[what: string, value: unknown, pointer: string]>([
  ['a choice', { ...COMPLETE, channel: undefined }, '/channel'],
  ['the one possible value', { ...COMPLETE, understood: undefined }, '/understood'],
  ['a number that would be read from text', { ...COMPLETE, count: undefined }, '/count'],
  ['what decides between kinds', { ...COMPLETE, contact: {} }, '/contact/by'],
  ['a choice inside a list', { ...COMPLETE, lines: [{ kind: 'a' }, {}] }, '/lines/1/kind'],
  ['everything', undefined, ''],
])('%s that is not there is missing', (_, value, pointer) => expect(faultsOf(value)).toEqual([[pointer, 'missing', 'is missing']]));

it('a choice that is not offered is an invalid value', () =>
  expect(faultsOf({ ...COMPLETE, channel: 'fax' })).toEqual([['/channel', 'invalid-value', 'Invalid option: expected one of "app"|"mail"']]));

it('null is not missing but of the wrong type', () =>
  expect(faultsOf({ ...COMPLETE, channel: null })).toEqual([['/channel', 'invalid-value', expect.any(String)]]));

it('a rule about several fields keeps its words', () =>
  expect(faultsOf({ ...COMPLETE, from: 'here' })).toEqual([['/until', 'custom', 'belongs to from']]));

it('a name with a slash or a tilde is written as RFC 6901 wants it', () =>
  expect(faultsOf({ ...COMPLETE, 'a/b~c': 1 })).toEqual([['/a~1b~0c', 'unknown-field', 'is not a field of this request']]));

it('twenty faults are named at most', () => {
  const unknown = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`field-${n}`, n]));
  expect(faultsOf({ ...COMPLETE, ...unknown })).toHaveLength(20);
});

it.each([
  ['query', undefined, { ...COMPLETE, count: 'x' }, '?count'],
  ['param', 'id', undefined, ':id'],
] as const)('a fault in the %s says so', (type, data, value, pointer) => {
  const schema = type === 'param' ? z.uuid() : Body;
  expect(faultsOf(value, { type, data, schema } as never)).toEqual([[pointer, expect.any(String), expect.any(String)]]);
});
