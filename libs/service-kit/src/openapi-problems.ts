import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { operationsIn, parametersOf, type Operation, type Reply } from './openapi-operations.js';
import { ProblemSchema, titleOf } from './problem.js';

/** Adds to every operation how it refuses. */
export function documentProblems(document: OpenAPIObject): OpenAPIObject {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(ProblemSchema, { target: 'draft-2020-12' });
  const statuses = new Set<number>();
  for (const { method, operation } of operationsIn(document)) {
    for (const status of refusalsOf(operation, method)) {
      operation.responses[status] ??= { $ref: `#/components/responses/Problem${status}` };
      statuses.add(status);
    }
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ProblemDetails: schema as never },
    responses: Object.fromEntries([...statuses].sort().map((status) => [`Problem${status}`, problemResponse(status)])),
  };
  return document;
}

const SECONDS = { type: 'integer' as const, minimum: 1 };
const AGAIN = { 'Retry-After': { description: 'After so many seconds it may be sent again.', schema: SECONDS } };

// What a client needs beside the body to do the right thing next. A 409 has it only when the first request of a key still runs.
const HEADERS_OF: Readonly<Record<number, NonNullable<Reply['headers']>>> = {
  401: { 'WWW-Authenticate': { description: 'How to sign in (RFC 6750).', schema: { type: 'string' }, example: 'Bearer error="invalid_token"' } },
  409: AGAIN,
  415: { 'Accept-Encoding': { description: 'There when the body was compressed.', schema: { type: 'string', enum: ['identity'] } } },
  429: AGAIN,
  503: AGAIN,
  504: AGAIN,
};

/** The answer of one refusing status, once for all operations. */
export function problemResponse(status: number) {
  const title = titleOf(status);
  const example = {
    type: 'urn:redress:problem:noun.what-is-wrong',
    title,
    status,
    detail: title,
    code: 'noun.what-is-wrong',
    traceId: '0'.repeat(31) + '1',
  };
  const headers = HEADERS_OF[status];
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' }, example } };
  return { description: title, ...(headers ? { headers } : {}), content };
}

function refusalsOf(operation: Operation, method: string): number[] {
  const parameters = parametersOf(operation);
  const hasPath = parameters.some((parameter) => parameter.in === 'path');
  const hasInput = hasPath || operation.requestBody !== undefined || parameters.some((parameter) => parameter.in === 'query');
  return [
    400,
    // Also where anybody may call: a token that is shown must be good, and some headers are not for everybody.
    401,
    403,
    ...(hasPath ? [404, 414] : []),
    ...(method === 'get' ? [] : [409]),
    ...(parameters.some((parameter) => parameter.name === 'If-Match') ? [412, 428] : []),
    ...(operation.requestBody ? [413, 415] : []),
    ...(hasInput ? [422] : []),
    500,
    503,
  ];
}
