import { ApiExtension, type OpenAPIObject } from '@nestjs/swagger';
import { operationsIn, parametersOf, successesOf, type Operation, type Parameter, type Reply } from './openapi-operations.js';

const WITHOUT_KEY = 'x-without-idempotency-key';

/** Says that a POST does not look at an Idempotency-Key: to repeat it does no harm. */
export function WithoutIdempotencyKey(): MethodDecorator {
  return ApiExtension(WITHOUT_KEY, true);
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A fresh value for every new thing; a repetition within a day gets the first answer again.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const EFFECTIVE_AT: Parameter = {
  name: 'Effective-At',
  in: 'header',
  required: false,
  description: 'The role importer only: when this happened, if not now. A moment that has passed, with its offset.',
  schema: { type: 'string', format: 'date-time' },
  example: '2021-03-09T16:40:00Z',
};

const REPLAYED = {
  description: 'There, and `true`, when this is the first answer to the same Idempotency-Key again.',
  schema: { type: 'string', enum: ['true'] },
} as const;

const ETAG = {
  description: 'The `version` of the answer in quotes. Send it as If-Match when you change what you read.',
  schema: { type: 'string' },
  example: '"3"',
} as const;

/** Adds to every operation the headers that it understands and answers with. */
export function documentHeaders(document: OpenAPIObject): OpenAPIObject {
  for (const { method, operation } of operationsIn(document)) {
    if (method !== 'get' && isForImporters(operation)) documentImporter(operation);
    if (method === 'post' && !(WITHOUT_KEY in operation)) documentIdempotency(operation);
    delete (operation as unknown as Record<string, unknown>)[WITHOUT_KEY];
    for (const reply of successesOf(operation)) if (hasVersion(reply, document)) addHeader(reply, 'ETag', ETAG);
  }
  return document;
}

function isForImporters(operation: Operation): boolean {
  return ((operation as { 'x-roles'?: string[] })['x-roles'] ?? []).includes('importer');
}

// Importers tell the past: they say when it was, and need not have read what they change.
function documentImporter(operation: Operation): void {
  const ifMatch = parametersOf(operation).find(({ name }) => name === 'If-Match');
  if (ifMatch) {
    ifMatch.required = false;
    ifMatch.description += ' Only the role importer may leave it out: everybody else gets 428.';
  }
  operation.parameters = [...parametersOf(operation), EFFECTIVE_AT];
}

function documentIdempotency(operation: Operation): void {
  operation.parameters = [...parametersOf(operation), IDEMPOTENCY_KEY];
  for (const reply of successesOf(operation)) addHeader(reply, 'Idempotent-Replayed', REPLAYED);
}

function addHeader(reply: Reply, name: string, header: typeof REPLAYED | typeof ETAG): void {
  reply.headers = { ...reply.headers, [name]: structuredClone(header) as never };
}

function hasVersion(reply: Reply, document: OpenAPIObject): boolean {
  const schema = reply.content?.['application/json']?.schema;
  const named = schema && '$ref' in schema ? document.components?.schemas?.[schema.$ref.split('/').at(-1)!] : schema;
  return named !== undefined && 'properties' in named && named.properties?.['version'] !== undefined;
}
