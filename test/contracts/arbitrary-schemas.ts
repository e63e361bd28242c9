import fc, { type Arbitrary } from 'fast-check';
import type { JsonSchema } from '../../deploy/generate/event-schemas.js';

const NAMES = ['a', 'b', 'c', 'd'];
const VALUES = ['one', 'two', 'three'];

const text = fc
  .record({ minLength: fc.integer({ min: 0, max: 2 }), maxLength: fc.integer({ min: 2, max: 5 }) }, { requiredKeys: [] })
  .map((bounds): JsonSchema => ({ type: 'string', ...bounds }));
const whole = fc
  .record({ minimum: fc.integer({ min: 0, max: 2 }), maximum: fc.integer({ min: 2, max: 5 }) }, { requiredKeys: [] })
  .map((bounds): JsonSchema => ({ type: 'integer', ...bounds }));
const listed = fc.subarray(VALUES, { minLength: 1 }).map((values): JsonSchema => ({ type: 'string', enum: values }));
const simple: Arbitrary<JsonSchema> = fc.oneof(
  text,
  whole,
  listed,
  fc.constantFrom<JsonSchema>({ type: 'boolean' }, { type: 'number' }, { type: 'string', format: 'uuid' }, { type: ['integer', 'null'] }),
);

/** Any schema of an event's data, as rich as contracts use them: objects in objects and lists, bounds, closed lists, null. */
function anySchema(depth = 2): Arbitrary<JsonSchema> {
  const field = depth === 0 ? simple : fc.oneof({ weight: 3, arbitrary: simple }, anySchema(depth - 1), listOf(depth - 1));
  return fc
    .dictionary(fc.constantFrom(...NAMES), field, { maxKeys: 4, noNullPrototype: true })
    .chain((properties) => fc.subarray(Object.keys(properties)).map((required): JsonSchema => ({ type: 'object', properties, required })));
}

function listOf(depth: number): Arbitrary<JsonSchema> {
  return fc.record({ type: fc.constant('array'), items: fc.oneof(simple, anySchema(depth)), minItems: fc.integer({ min: 0, max: 1 }) });
}

/** A schema and what someone made of it: one to three fields added, dropped, changed, or made optional or required. */
export function anyChange(): Arbitrary<[before: JsonSchema, after: JsonSchema]> {
  const edit = fc.record({
    place: fc.nat(),
    name: fc.constantFrom(...NAMES, 'e'),
    field: fc.oneof(simple, anySchema(0)),
    how: fc.constantFrom(...EDITS),
  });
  return fc.tuple(anySchema(), fc.array(edit, { minLength: 1, maxLength: 3 })).map(([before, edits]) => {
    const after = structuredClone(before);
    for (const { place, name, field, how } of edits) {
      const objects = objectsIn(after);
      how(objects[place % objects.length]!, name, structuredClone(field));
    }
    return [before, after];
  });
}

type ObjectSchema = JsonSchema & { properties: Record<string, JsonSchema>; required: string[] };

const EDITS: readonly ((object: ObjectSchema, name: string, field: JsonSchema) => void)[] = [
  (object, name, field) => (object.properties[name] ??= field),
  (object, name, field) => (object.properties[name] ??= field),
  (object, name, field) => (object.properties[name] = field),
  (object, name) => {
    delete object.properties[name];
    object.required = object.required.filter((one) => one !== name);
  },
  (object, name) => (object.required = object.required.filter((one) => one !== name)),
  (object, name) => {
    if (name in object.properties && !object.required.includes(name)) object.required.push(name);
  },
];

function objectsIn(schema: JsonSchema): ObjectSchema[] {
  if (schema['type'] === 'array') return objectsIn(schema['items'] as JsonSchema);
  if (schema['type'] !== 'object') return [];
  return [schema as ObjectSchema, ...Object.values((schema as ObjectSchema).properties).flatMap(objectsIn)];
}
