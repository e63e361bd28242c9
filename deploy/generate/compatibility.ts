import { parseWireType } from '#libs/contracts';
import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from './event-schemas.js';

/** One way in which a set of schemas breaks readers of another, as a sentence with its remedy. */
export interface Breach {
  /** Type with its major version: `complaint.closed.v1`. */
  event: string;
  /** JSON pointer into the event's data. */
  pointer: string;
  what: string;
  remedy: string;
}

/** Schemas by wire type. */
export type SchemaSet = ReadonlyMap<string, JsonSchema>;

type Report = (pointer: string, what: string, remedy: string) => void;

// They describe; no reader refuses an event for them.
const ANNOTATIONS = new Set(['$schema', '$id', '$comment', 'title', 'description', 'examples', 'default', 'deprecated']);
const LOWER_BOUNDS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const UPPER_BOUNDS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];
const COMPARED = new Set([
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'anyOf',
  ...LOWER_BOUNDS,
  ...UPPER_BOUNDS,
]);

/**
 * Every reason why the current schemas and the released ones do not read each other's events. Both directions count:
 * a new reader meets old events in every replay, an old reader meets new events during every deploy. So inside a major
 * a schema may only gain optional fields; what cannot be shown to be harmless is a breach.
 */
export function breaches(released: SchemaSet, current: SchemaSet): Breach[] {
  return [...released].flatMap(([event, schema]) => {
    const now = current.get(event);
    if (!now) {
      const what = 'is no longer defined, but its events stay in the log and in replays';
      return [{ event, pointer: '', what, remedy: 'put the contract back, or state this version under `earlier` of the next one' }];
    }
    const found: Breach[] = [];
    const nextMajor = `or release v${(parseWireType(event).version ?? 0) + 1}`;
    compare(schema, now, '', (pointer, what, remedy) => found.push({ event, pointer, what, remedy: `${remedy} ${nextMajor}` }));
    return found;
  });
}

/** A breach as one line for a person. */
export function sentenceOf({ event, pointer, what, remedy }: Breach): string {
  return `${event} at ${pointer || '/'}: ${what}; ${remedy}`;
}

function compare(before: JsonSchema, after: JsonSchema, pointer: string, report: Report): void {
  const [was, is] = [withoutNull(before), withoutNull(after)];
  if (was.isNullable !== is.isNullable)
    report(
      pointer,
      is.isNullable ? 'may now be null, which old readers refuse' : 'may no longer be null, as old events have it',
      'keep it as it was',
    );
  compareTypes(was.schema, is.schema, pointer, report);
  compareValues(was.schema, is.schema, pointer, report);
  compareBounds(was.schema, is.schema, pointer, report);
  compareFields(was.schema, is.schema, pointer, report);
  compareItems(was.schema, is.schema, pointer, report);
  for (const keyword of new Set([...Object.keys(was.schema), ...Object.keys(is.schema)])) {
    if (COMPARED.has(keyword) || ANNOTATIONS.has(keyword) || isDeepStrictEqual(was.schema[keyword], is.schema[keyword])) continue;
    report(pointer, `\`${keyword}\` is another one: nothing shows that both accept the same values`, 'keep it');
  }
}

/** A schema and whether null is allowed beside it: zod writes `anyOf: [schema, null]`, others `type: [type, null]`. */
function withoutNull(schema: JsonSchema): { schema: JsonSchema; isNullable: boolean } {
  const choices = schema['anyOf'] as JsonSchema[] | undefined;
  const others = choices?.filter(({ type }) => type !== 'null') ?? [];
  if (choices && others.length < choices.length) {
    const { anyOf: _, ...rest } = schema;
    return { schema: others.length === 1 ? { ...rest, ...others[0] } : { ...rest, anyOf: others }, isNullable: true };
  }
  const types = typesOf(schema);
  return types.length > 1 && types.includes('null')
    ? { schema: { ...schema, type: types.filter((type) => type !== 'null') }, isNullable: true }
    : { schema, isNullable: false };
}

function typesOf({ type }: JsonSchema): string[] {
  return type === undefined ? [] : [type].flat().map(String).sort();
}

function compareTypes(before: JsonSchema, after: JsonSchema, pointer: string, report: Report): void {
  const [was, is] = [typesOf(before).join(' or ') || 'anything', typesOf(after).join(' or ') || 'anything'];
  // Widening breaks old readers (a number for an integer), narrowing breaks new readers of old events.
  if (was !== is) report(pointer, `was ${was} and is ${is}`, `keep ${was} and add the new meaning as an optional field,`);
  const [choicesBefore, choicesAfter] = [before['anyOf'], after['anyOf']] as (JsonSchema[] | undefined)[];
  if (choicesBefore === undefined && choicesAfter === undefined) return;
  if (choicesBefore?.length !== choicesAfter?.length) return report(pointer, 'has other alternatives', 'keep them');
  for (const [index, choice] of choicesBefore!.entries()) compare(choice, choicesAfter![index]!, pointer, report);
}

function compareValues(before: JsonSchema, after: JsonSchema, pointer: string, report: Report): void {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  if (!was && !is) return;
  if (!was || !is)
    return report(
      pointer,
      is ? 'is now a closed list, which old events may not keep' : 'is no longer a closed list, as old readers expect',
      'keep it as it was',
    );
  // Old readers check the list as well: to them an event with a new value is unreadable, not merely unknown.
  for (const value of is.filter((one) => !was.includes(one)))
    report(pointer, `may now be ${value}, which old readers refuse`, 'add an optional field for it');
  for (const value of was.filter((one) => !is.includes(one)))
    report(pointer, `may no longer be ${value}, as old events have it`, 'keep the value and stop emitting it');
}

function valuesOf(schema: JsonSchema): string[] | undefined {
  if ('const' in schema) return [JSON.stringify(schema['const'])];
  return (schema['enum'] as unknown[] | undefined)?.map((value) => JSON.stringify(value));
}

function compareBounds(before: JsonSchema, after: JsonSchema, pointer: string, report: Report): void {
  for (const keyword of [...LOWER_BOUNDS, ...UPPER_BOUNDS]) {
    const [was, is] = [before[keyword], after[keyword]] as (number | undefined)[];
    if (was === is) continue;
    const isLower = LOWER_BOUNDS.includes(keyword);
    const isTighter = is !== undefined && (was === undefined || (isLower ? is > was : is < was));
    const because = isTighter ? 'old events may lie outside' : 'old readers refuse what lies beyond the old one';
    report(pointer, `\`${keyword}\` was ${was ?? 'absent'} and is ${is ?? 'absent'}: ${because}`, 'keep it');
  }
}

function compareFields(before: JsonSchema, after: JsonSchema, pointer: string, report: Report): void {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const [needed, needs] = [requiredOf(before), requiredOf(after)];
  for (const [name, schema] of was) {
    const place = placeOf(pointer, name);
    const now = is.get(name);
    if (now === undefined) {
      // Free again, the name could come back with another meaning, and nothing would notice.
      report(place, needed.has(name) ? 'is gone, but old readers require it' : 'is gone, but old events carry it', 'keep it');
      continue;
    }
    if (needed.has(name) && !needs.has(name)) report(place, 'is now optional, but old readers require it', 'keep it required');
    if (!needed.has(name) && needs.has(name)) report(place, 'is now required, but old events may lack it', 'make it optional');
    compare(schema, now, place, report);
  }
  const isClosed = before['additionalProperties'] !== undefined && before['additionalProperties'] !== true;
  for (const name of is.keys()) {
    if (was.has(name)) continue;
    if (needs.has(name)) report(placeOf(pointer, name), 'is new and required, but old events lack it', 'make it optional');
    if (isClosed) report(placeOf(pointer, name), 'is new, but old readers have rules for further fields', 'put it elsewhere');
  }
  compareRest(before['additionalProperties'], after['additionalProperties'], pointer, report);
}

function placeOf(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function fieldsOf(schema: JsonSchema): Map<string, JsonSchema> {
  return new Map(Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>));
}

function requiredOf(schema: JsonSchema): Set<string> {
  return new Set(schema['required'] as string[] | undefined);
}

function compareRest(before: unknown, after: unknown, pointer: string, report: Report): void {
  if (typeof before === 'object' && typeof after === 'object') compare(before as JsonSchema, after as JsonSchema, `${pointer}/*`, report);
  else if ((before ?? true) !== (after ?? true)) report(`${pointer}/*`, 'has other rules for further fields', 'keep them');
}

function compareItems(before: JsonSchema, after: JsonSchema, pointer: string, report: Report): void {
  const [was, is] = [before['items'], after['items']] as (JsonSchema | undefined)[];
  if (was && is) compare(was, is, `${pointer}/*`, report);
  else if (was !== is) report(`${pointer}/*`, 'has other rules for its items', 'keep them');
}
