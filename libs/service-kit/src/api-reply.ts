import { applyDecorators, HttpCode } from '@nestjs/common';
import { FASTIFY_ROUTE_SCHEMA_METADATA } from '@nestjs/platform-fastify/constants.js';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';

/**
 * One way in which a route answers: documents it, and sends only what the schema names, so that no field leaks.
 * The topmost line on a method is its usual status.
 */
export function ApiReply(status: number, schema?: z.ZodType, description = status === 201 ? 'Created.' : 'As asked.'): MethodDecorator {
  const document = schema ? ApiResponse({ status, standardSchema: schema, description }) : ApiResponse({ status, description });
  return applyDecorators(HttpCode(status), document, ...(schema ? [serialiseBy(status, schema)] : []));
}

function serialiseBy(status: number, schema: z.ZodType): MethodDecorator {
  return (_target, _method, descriptor) => {
    const handler = descriptor.value as object;
    const before = Reflect.getMetadata(FASTIFY_ROUTE_SCHEMA_METADATA, handler) as { response: Record<string, z.ZodType> } | undefined;
    Reflect.defineMetadata(FASTIFY_ROUTE_SCHEMA_METADATA, { response: { ...before?.response, [status]: schema } }, handler);
  };
}

/** Lets zod schemas serialise: what the schema does not name is dropped, what it requires and is missing becomes a 500 that the log explains. */
export function serialiseWithZod(http: FastifyInstance): void {
  http.setSerializerCompiler(({ schema }) => {
    const reply = schema as unknown as z.ZodType;
    return (body: unknown) => JSON.stringify(reply.parse(body));
  });
}
