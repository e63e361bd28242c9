import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { ProblemSchema, titleOf } from './problem.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Adds to every operation how it refuses, and the headers that every creating POST understands. */
export function documentProblems(document: OpenAPIObject): OpenAPIObject {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(ProblemSchema, { target: 'draft-2020-12' });
  const statuses = new Set<number>();
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation) documentOperation(operation, method).forEach((status) => statuses.add(status));
    }
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ProblemDetails: schema as never },
    responses: Object.fromEntries([...statuses].sort().map((status) => [`Problem${status}`, problemResponse(status)])),
  };
  return document;
}

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
  return { description: title, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' }, example } } };
}

function documentOperation(operation: Operation, method: (typeof METHODS)[number]): number[] {
  if (method === 'post') addIdempotencyKey(operation);
  const refusals = refusalsOf(operation, method);
  for (const status of refusals) operation.responses[status] ??= { $ref: `#/components/responses/Problem${status}` };
  return refusals;
}

function refusalsOf(operation: Operation, method: string): number[] {
  const parameters = (operation.parameters ?? []) as { in: string; name: string }[];
  const hasInput = operation.requestBody !== undefined || parameters.some((parameter) => parameter.in === 'query' || parameter.in === 'path');
  const isPublic = (operation.security ?? []).some((scheme) => Object.keys(scheme).length === 0);
  return [
    400,
    ...(isPublic ? [] : [401, 403]),
    ...(parameters.some((parameter) => parameter.in === 'path') ? [404] : []),
    ...(method === 'get' ? [] : [409]),
    ...(parameters.some((parameter) => parameter.name === 'If-Match') ? [412, 428] : []),
    ...(operation.requestBody ? [413, 415] : []),
    ...(hasInput ? [422] : []),
    500,
    503,
  ];
}

function addIdempotencyKey(operation: Operation): void {
  operation.parameters = [
    ...(operation.parameters ?? []),
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'A fresh value for every new thing; a repetition within a day gets the first answer again.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  ];
}
