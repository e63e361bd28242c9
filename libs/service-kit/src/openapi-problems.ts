import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { ProblemSchema, titleOf } from './problem.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Adds to every operation how it refuses, and the headers that every creating POST understands. */
export function documentProblems(document: OpenAPIObject): OpenAPIObject {
  const { $schema: _dialect, id: _id, ...schema } = z.toJSONSchema(ProblemSchema, { target: 'draft-2020-12' });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: schema as never } };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation) documentOperation(operation, method);
    }
  }
  return document;
}

function documentOperation(operation: Operation, method: (typeof METHODS)[number]): void {
  if (method === 'post') addIdempotencyKey(operation);
  for (const status of refusalsOf(operation, method)) {
    operation.responses[status] ??= {
      description: titleOf(status),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
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
