import type { ContentTypeParserDoneFunction } from 'fastify/types/content-type-parser.js';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isUtf8 } from 'node:buffer';
import { RequestRefused } from './problem.js';

/** Makes of the bytes of a body what the handlers get. */
export type BodyReader = (request: FastifyRequest, bytes: Buffer, done: ContentTypeParserDoneFunction) => void;

/**
 * JSON or nothing: every other content type, also the plain text that Fastify would take, is a 415.
 * An empty body is none, whatever its content type says.
 */
export function takeOnlyJson(http: FastifyInstance, read: BodyReader): void {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (bytes.length === 0) done(null, undefined);
    else if (isCompressed(request)) done(compressed());
    else read(request, bytes, done);
  });
}

/** Parses a body; one that is not UTF-8 is refused instead of being kept with its bad characters replaced. */
export function parsing(http: FastifyInstance): BodyReader {
  const parse = http.getDefaultJsonParser('error', 'error');
  return (request, bytes, done) => {
    if (isUtf8(bytes)) void parse(request, bytes.toString(), done);
    else done(notUtf8());
  };
}

function isCompressed({ headers }: FastifyRequest): boolean {
  return (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';
}

function compressed(): RequestRefused {
  return new RequestRefused(415, 'request.content-encoding', 'The body is compressed.', {
    remedy: 'Send it without Content-Encoding.',
    headers: { 'accept-encoding': 'identity' },
  });
}

function notUtf8(): RequestRefused {
  return new RequestRefused(400, 'request.malformed', 'The body is not UTF-8.', { remedy: 'Send one JSON object in UTF-8.' });
}
