type Schema = Record<string, unknown>;

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/** The TypeScript type that a JSON Schema describes, as source text. */
export function typeOf(schema: Schema | boolean | undefined): string {
  if (schema === undefined || typeof schema === 'boolean') return 'unknown';
  if (typeof schema['$ref'] === 'string') return schema['$ref'].split('/').at(-1)!;
  if ('const' in schema) return literal(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map(literal).join(' | ');
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (choices) return [...new Set(choices.map(typeOf))].join(' | ');
  if (Array.isArray(schema['allOf'])) return (schema['allOf'] as Schema[]).map((part) => `(${typeOf(part)})`).join(' & ');
  if (Array.isArray(schema['type'])) return (schema['type'] as string[]).map((type) => typeOf({ ...schema, type })).join(' | ');
  return SIMPLE[schema['type'] as string] ?? structure(schema);
}

const SIMPLE: Record<string, string> = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };

function structure(schema: Schema): string {
  if (schema['type'] === 'array') return `(${typeOf(schema['items'] as Schema)})[]`.replace(/^\((\w+)\)/, '$1');
  if (schema['type'] !== 'object' && !schema['properties']) return 'unknown';
  const rest = schema['additionalProperties'];
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  if (properties.length === 0) return typeof rest === 'object' ? `Record<string, ${typeOf(rest as Schema)}>` : 'Record<string, never>';
  return objectOf(properties.map(([name, property]) => ({ name, property, isRequired: ((schema['required'] ?? []) as string[]).includes(name) })));
}

/** An object type from its fields, each with its description above it. */
export function objectOf(fields: readonly { name: string; property: Schema; isRequired: boolean }[]): string {
  const lines = fields.map(({ name, property, isRequired }) => {
    const comment = typeof property['description'] === 'string' ? `\n/** ${property['description']} */\n` : '';
    return `${comment}${PLAIN_NAME.test(name) ? name : literal(name)}${isRequired ? '' : '?'}: ${typeOf(property)};`;
  });
  return `{ ${lines.join('\n')} }`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : JSON.stringify(value);
}
