import { z } from 'zod';
import { breaches, sentenceOf } from '../../deploy/generate/compatibility.js';
import { eventSchemas, type JsonSchema } from '../../deploy/generate/event-schemas.js';
import { refusals, releasedSet } from '../../deploy/generate/released-set.js';

const schemaOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });
const sentences = (before: z.ZodType, after: z.ZodType): string[] =>
  breaches(new Map([['thing.happened.v1', schemaOf(before)]]), new Map([['thing.happened.v1', schemaOf(after)]])).map(sentenceOf);

it('C55 every contract reads the last released events, and the last release reads its events', () => {
  const { schemas } = releasedSet();
  expect(schemas.size).toBeGreaterThan(0);
  expect(breaches(schemas, eventSchemas()).map(sentenceOf)).toEqual([]);
});

/** Objects of a schema that refuse what they do not know, by their place in the schema. */
function closedPlaces(schema: unknown, place = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const inside = Object.entries(schema).flatMap(([name, part]) => closedPlaces(part, `${place}/${name}`));
  return (schema as JsonSchema)['additionalProperties'] === false ? [place, ...inside] : inside;
}

it('C55 no reader refuses an event for a field that it does not know', () => {
  expect([...eventSchemas()].flatMap(([wireType, schema]) => closedPlaces(schema, wireType))).toEqual([]);
  const closedInside = schemaOf(z.object({ list: z.array(z.strictObject({ a: z.int() })) }));
  expect(closedPlaces(closedInside)).toEqual(['/properties/list/items']);
});

const Thing = z.object({
  id: z.uuid(),
  how: z.enum(['one', 'two']),
  count: z.int().positive(),
  code: z.string().min(1).max(200),
  note: z.int().optional(),
  maybe: z.string().max(9).nullable(),
  parts: z.array(z.object({ kind: z.enum(['a']), amount: z.int() })).min(1),
  place: z.object({ level: z.int(), unit: z.string().max(3).optional() }),
});

describe('C55 what old and new readers may both be asked to bear', () => {
  it.each([
    ['nothing changes', Thing],
    ['an optional field is added', Thing.extend({ more: z.string().optional() })],
    ['an optional field is added inside', Thing.extend({ place: Thing.shape.place.extend({ more: z.int().optional() }) })],
    [
      'an optional field is added to the items of a list',
      Thing.extend({ parts: z.array(Thing.shape.parts.element.extend({ more: z.int().optional() })).min(1) }),
    ],
    ['a description changes', Thing.describe('something else')],
  ])('%s', (_, after) => expect(sentences(Thing, after)).toEqual([]));

  it('a new event and a new major, beside the old one', () => {
    const old = schemaOf(Thing);
    const now = new Map([
      ['thing.happened.v1', old],
      ['thing.happened.v2', schemaOf(z.object({ other: z.int() }))],
      ['other.happened.v1', old],
    ]);
    expect(breaches(new Map([['thing.happened.v1', old]]), now)).toEqual([]);
  });
});

describe('C55 each planted breach is told with its event, place and remedy', () => {
  const { id, how, count, parts, place, ...rest } = Thing.shape;
  const others = { id, how, count, parts, place, ...rest };
  it.each<[string, z.ZodType, string]>([
    ['a new required field', Thing.extend({ more: z.int() }), '/more: is new and required, but old events lack it; make it optional or release v2'],
    ['a required field gone', z.object({ ...rest, how, count, parts, place }), '/id: is gone, but old readers require it; keep it or release v2'],
    ['an optional field gone', Thing.omit({ note: true }), '/note: is gone, but old events carry it; keep it or release v2'],
    ['required → optional', Thing.extend({ id: id.optional() }), '/id: is now optional, but old readers require it'],
    ['optional → required', Thing.extend({ note: z.int() }), '/note: is now required, but old events may lack it; make it optional'],
    ['another type', Thing.extend({ count: z.string() }), '/count: was integer and is string; keep integer'],
    ['a wider type', Thing.extend({ count: z.number().positive() }), '/count: was integer and is number'],
    ['a narrower type', Thing.extend({ maybe: z.string().max(9) }), '/maybe: may no longer be null, as old events have it'],
    ['nullable', Thing.extend({ id: id.nullable() }), '/id: may now be null, which old readers refuse'],
    ['a new value', Thing.extend({ how: z.enum(['one', 'two', 'three']) }), '/how: may now be "three", which old readers refuse'],
    [
      'a value gone',
      Thing.extend({ how: z.enum(['one']) }),
      '/how: may no longer be "two", as old events have it; keep the value and stop emitting it',
    ],
    ['a list opened', Thing.extend({ how: z.string() }), '/how: is no longer a closed list'],
    ['a list closed', Thing.extend({ code: z.enum(['x']) }), '/code: is now a closed list'],
    ['another format', Thing.extend({ id: z.iso.datetime() }), '/id: `format` is another one'],
    ['a format gone', Thing.extend({ id: z.string() }), '/id: `format` is another one'],
    ['another pattern', Thing.extend({ id: z.uuidv7() }), '/id: `pattern` is another one'],
    ['a lower maximum', Thing.extend({ code: z.string().min(1).max(100) }), '/code: `maxLength` was 200 and is 100: old events may lie outside'],
    ['a higher maximum', Thing.extend({ code: z.string().min(1).max(300) }), '/code: `maxLength` was 200 and is 300: old readers refuse'],
    ['a new maximum', Thing.extend({ count: z.int().positive().max(9) }), '/count: `maximum`'],
    ['a minimum gone', Thing.extend({ count: z.int() }), '/count: `exclusiveMinimum` was 0 and is absent: old readers refuse'],
    ['fewer items', Thing.extend({ parts: z.array(parts.element) }), '/parts: `minItems` was 1 and is absent'],
    [
      'a breach in an item',
      Thing.extend({ parts: z.array(z.object({ kind: z.enum(['a', 'b']), amount: z.int() })).min(1) }),
      '/parts/*/kind: may now be "b"',
    ],
    ['an item of another type', Thing.extend({ parts: z.array(z.int()).min(1) }), '/parts/*: was object and is integer'],
    [
      'a breach in an object',
      Thing.extend({ place: z.object({ level: z.number(), unit: place.shape.unit }) }),
      '/place/level: was integer and is number',
    ],
    ['an object that refuses what it does not know', z.strictObject(others), '/*: has other rules for further fields'],
    ['a rule that is not understood', Thing.extend({ count: z.int().positive().multipleOf(5) }), '/count: `multipleOf` is another one'],
  ])('%s', (_, after, expected) => {
    const found = sentences(Thing, after);
    expect(found.join('\n')).toContain(`thing.happened.v1 at ${expected}`);
    expect(found.every((sentence) => sentence.endsWith('or release v2'))).toBe(true);
  });

  it('a contract or an earlier major that is gone', () => {
    const old = new Map([['thing.happened.v1', schemaOf(Thing)]]);
    expect(breaches(old, new Map()).map(sentenceOf)).toEqual([
      'thing.happened.v1 at /: is no longer defined, but its events stay in the log and in replays; put the contract back, or state this version under `earlier` of the next one',
    ]);
  });
});

describe('a release', () => {
  const before = new Map([['thing.happened.v1', schemaOf(Thing)]]);
  const broken = new Map([['thing.happened.v1', schemaOf(Thing.extend({ more: z.int() }))]]);
  const grown = new Map([['thing.happened.v1', schemaOf(Thing.extend({ more: z.int().optional() }))]]);

  it.each([
    ['the same again', before, '1.0.0', []],
    ['what only grew, as a new version', grown, '1.1.0', []],
    ['the first of all', broken, '1.0.0', [], new Map<string, JsonSchema>()],
    ['what grew, under a version that is out', grown, '1.0.0', [expect.stringContaining('version 1.0.0 is already released with other schemas')]],
    ['what breaks readers', broken, '1.1.0', [expect.stringContaining('/more: is new and required')]],
  ])('of %s', (_, current, version, expected, schemas: Map<string, JsonSchema> = before) => {
    expect(refusals({ version: schemas.size > 0 ? '1.0.0' : '', schemas }, current, version)).toEqual(expected);
  });
});
