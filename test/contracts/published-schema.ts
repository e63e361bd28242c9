import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';
import type { JsonSchema } from '../../deploy/generate/event-schemas.js';

const FORMATS: Readonly<Record<string, () => Arbitrary<string>>> = {
  uuid: () => fc.uuid(),
  'date-time': () => moment().map((at) => at.toISOString()),
  date: () => moment().map((at) => at.toISOString().slice(0, 10)),
};
const moment = (): Arbitrary<Date> => fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });

/** A reader that has nothing but a published schema. */
export function readerOf(schema: JsonSchema): z.ZodType {
  return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
}

/** Any JSON value that a schema of the kind that contracts have accepts; throws on a keyword that it does not know how to keep. */
export function anyDataOf(schema: JsonSchema): Arbitrary<unknown> {
  if (Array.isArray(schema['type'])) return fc.oneof(...(schema['type'] as string[]).map((type) => anyDataOf({ ...schema, type })));
  if (Array.isArray(schema['anyOf'])) return fc.oneof(...(schema['anyOf'] as JsonSchema[]).map(anyDataOf));
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['type'] === 'null' ? fc.constant(null) : fc.constantFrom(...(schema['enum'] as unknown[]));
  const make = BY_TYPE[String(schema['type'])];
  if (!make) throw new Error(`no data can be made for ${JSON.stringify(schema)}`);
  return make(schema);
}

const BY_TYPE: Readonly<Record<string, (schema: JsonSchema) => Arbitrary<unknown>>> = {
  null: () => fc.constant(null),
  boolean: () => fc.boolean(),
  integer: (schema) => fc.integer({ min: Math.max(lowest(schema, 1), -1e9), max: Math.min(Number(schema['maximum'] ?? 1e9), 1e9) }),
  number: (schema) => fc.double({ min: lowest(schema, 1e-9), max: Number(schema['maximum'] ?? 1e9), noNaN: true }),
  string: textOf,
  array: (schema) =>
    fc.array(anyDataOf(schema['items'] as JsonSchema), { minLength: Number(schema['minItems'] ?? 0), maxLength: Number(schema['maxItems'] ?? 4) }),
  object: objectOf,
};

function lowest(schema: JsonSchema, step: number): number {
  return Math.max(Number(schema['minimum'] ?? -1e9), Number(schema['exclusiveMinimum'] ?? -Infinity) + step);
}

function textOf(schema: JsonSchema): Arbitrary<string> {
  const format = FORMATS[String(schema['format'])];
  if (format) return format();
  if (schema['pattern'] !== undefined || schema['format'] !== undefined) throw new Error(`no text can be made for ${JSON.stringify(schema)}`);
  const minLength = Number(schema['minLength'] ?? 0);
  return fc.string({ minLength, maxLength: Number(schema['maxLength'] ?? minLength + 9) });
}

function objectOf(schema: JsonSchema): Arbitrary<unknown> {
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const record = fc.record(Object.fromEntries(fields.map(([name, field]) => [name, anyDataOf(field)])), {
    requiredKeys: (schema['required'] ?? []) as string[],
    noNullPrototype: true,
  });
  // What a later build of the same major may have added.
  return fc.tuple(record, fc.boolean()).map(([data, isLater]) => (isLater ? { ...data, addedLater: { deep: [1] } } : data));
}
