import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerBehind } from './auth/caller.js';
import { RequestRefused } from './problem.js';

const readHeader = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return expectedVersion(request.headers['if-match'], callerBehind(request).isImporter);
});

/** Hands the version that the client read to a controller method; `undefined` only for an importer who did not say. */
export function IfMatch(): ParameterDecorator {
  return (target, method, index) => {
    readHeader()(target, method, index);
    ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of what you read, for example `"3"`.' })(
      target,
      method!,
      Object.getOwnPropertyDescriptor(target, method!)!,
    );
  };
}

/** The version in an `If-Match` header. */
export function expectedVersion(header: string | string[] | undefined, mayOmit: boolean): number | undefined {
  if (header === undefined) {
    if (mayOmit) return undefined;
    throw new RequestRefused(428, 'if-match.missing', 'Say which version you read.', { remedy: 'Send the ETag of your last GET as If-Match.' });
  }
  const digits = /^(?:W\/)?"(\d{1,9})"$/.exec(String(header))?.[1];
  if (digits === undefined)
    throw new RequestRefused(400, 'if-match.malformed', 'If-Match is not one ETag of ours.', { remedy: 'Send it with its quotes, for example "3".' });
  return Number(digits);
}

/** Every answer with a `version` carries it as its ETag. */
export function answerWithVersion(http: FastifyInstance): void {
  http.addHook('preSerialization', (_request, reply, payload, done) => {
    const version = (payload as { version?: unknown } | null)?.version;
    if (typeof version === 'number' && reply.statusCode < 300) reply.header('etag', `"${version}"`);
    done(null, payload);
  });
}
