import type { z } from 'zod';
import { KIND_OF_FORMAT, LONGEST_TEXT, textKinds } from './fields.js';

/** A field that could carry a person, and what to do instead. */
export interface PersonalField {
  /** JSON pointer into the event's data. */
  pointer: string;
  why: string;
  remedy: string;
}

type Definition = z.core.$ZodTypeDef & Record<string, unknown>;

const PERSONAL_WORDS = new Set(
  'name firstname lastname surname nickname username email mail phone mobile telephone address street city zip postcode born birth birthday gender age ip contact text note notes comment remark description subject title reason'.split(
    ' ',
  ),
);
const SEND_ITS_ID = 'leave it with the service that owns it and send its id';
const DECLARE_IT = `use an id, a moment, a day, a closed list or a kind of fields.ts, or ${SEND_ITS_ID}`;

/** Every field of an event's data that could carry a person's name, words or contact; what is not known to be harmless counts. */
export function personalFields(data: z.ZodType, pointer = ''): PersonalField[] {
  const definition = data._zod.def as unknown as Definition;
  const inner = (schema: unknown, step = ''): PersonalField[] => personalFields(schema as z.ZodType, `${pointer}${step}`);
  switch (definition.type) {
    case 'object':
      return Object.entries(definition['shape'] as Record<string, z.ZodType>).flatMap(([name, schema]) => inner(schema, `/${name}`));
    case 'array':
      return inner(definition['element'], '/*');
    case 'record':
      return [...inner(definition['keyType'], '/*'), ...inner(definition['valueType'], '/*')];
    case 'optional':
    case 'nullable':
    case 'default':
      return inner(definition['innerType']);
    case 'union':
      return (definition['options'] as z.ZodType[]).flatMap((option) => inner(option));
    case 'enum':
    case 'literal':
    case 'boolean':
    case 'null':
      return [];
    case 'number':
      return namedAfterPerson(pointer);
    case 'string':
      return textFields(data as z.ZodString, pointer);
    default:
      return [{ pointer, why: `\`${definition.type}\` can hold anything`, remedy: `say what it is: ${DECLARE_IT}` }];
  }
}

function textFields(text: z.ZodString, pointer: string): PersonalField[] {
  const stated = KIND_OF_FORMAT[text.format ?? ''];
  const kind = stated ?? textKinds.get(text)?.kind;
  if (kind === undefined) return [{ pointer, why: 'free text could hold what a customer wrote or is called', remedy: DECLARE_IT }];
  if (stated === undefined && (text.maxLength ?? Infinity) > LONGEST_TEXT)
    return [{ pointer, why: `a ${kind} of more than ${LONGEST_TEXT} characters is free text`, remedy: `bound it with \`.max(${LONGEST_TEXT})\`` }];
  return kind === 'id' || kind === 'pseudonym' ? [] : namedAfterPerson(pointer);
}

// A code named `customerName` or a day named `birthOn` has the form of something harmless, and its name gives it away.
function namedAfterPerson(pointer: string): PersonalField[] {
  const name = pointer.split('/').findLast((step) => step !== '*') ?? '';
  const word = name.split(/(?=[A-Z])|[-_]/).find((part) => PERSONAL_WORDS.has(part.toLowerCase()));
  return word === undefined
    ? []
    : [{ pointer, why: `its name says that it holds a person's ${word.toLowerCase()}`, remedy: `${SEND_ITS_ID}, or name it for what it is` }];
}
