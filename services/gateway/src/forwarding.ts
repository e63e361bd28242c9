import { RequestRefused, takeOnlyJson, traceOf } from '#libs/service-kit';
import replyFrom, { type FastifyReplyFromHooks } from '@fastify/reply-from';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { METHODS as METHODS_OF_HTTP, type IncomingHttpHeaders } from 'node:http';
import { METHODS_OF, ROUTES, type Route } from './routes.js';
import { unanswered, type Services } from './services.js';

// Every one that can arrive as a request: CONNECT never becomes one.
const METHODS = METHODS_OF_HTTP.filter((method) => method !== 'CONNECT') as HTTPMethods[];
const ID = /^[\w-]{1,100}$/;

// Only these go on: what a client claims about proxies, hosts and connections ends here.
const FORWARDED_HEADERS = [
  'accept',
  'accept-language',
  'authorization',
  'effective-at',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'tracestate',
  'user-agent',
] as const;

// These only go on with a body: without one they would announce what never comes.
const FORWARDED_WITH_A_BODY = [...FORWARDED_HEADERS, 'content-length', 'content-type'] as const;

// Every connection has its own (RFC 9110, 7.6.1): what a service says about ours to it means nothing to the client.
const HEADERS_OF_A_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/** Opens every route of the table whose answer comes from one service. Register it as a Fastify plugin: its body parser is its own. */
export function forwarding(services: Services) {
  return async (http: FastifyInstance): Promise<void> => {
    // The service parses: here the body is only counted. It is read to its end first, so that a slow client keeps a socket of ours busy and none of a service.
    takeOnlyJson(http, (_request, bytes, done) => done(null, bytes));
    // A GET that met a connection which had just closed is tried once more; a write never.
    await http.register(replyFrom, {
      undici: services.connections as never,
      disableCache: true,
      disableRequestLogging: true,
      retryMethods: ['GET', 'HEAD'],
    });
    for (const route of ROUTES) if (route.service !== 'gateway') forward(http, route, services.addressOf(route.service));
    for (const method of METHODS) if (!http.supportedMethods.includes(method)) http.addHttpMethod(method);
    for (const [path, methods] of METHODS_OF) refuseOtherMethods(http, path, methods);
  };
}

function forward(http: FastifyInstance, route: Route, address: string): void {
  const pathFor = pathBuilder(route.path);
  const hooks: FastifyReplyFromHooks = {
    retriesCount: 1,
    rewriteRequestHeaders: (request) => headersFor(request as FastifyRequest),
    rewriteHeaders: (headers) => withoutThoseOfTheConnection(headers as IncomingHttpHeaders),
    onError: (reply, { error }) => void reply.send(unanswered(error)),
  };
  http.route({
    method: route.method,
    url: route.path,
    handler: (request, reply) => {
      const { body } = request;
      const withBody = body === undefined ? hooks : { ...hooks, body, contentType: request.headers['content-type'] };
      return reply.from(address + pathFor(request), withBody);
    },
  });
}

/** The path for the service is built from the template: nothing that a client wrote can lead to another one. */
function pathBuilder(template: string): (request: FastifyRequest) => string {
  const parts = template.split(/:(\w+)/);
  if (parts.length === 1) return () => template;
  return ({ params }) => parts.map((part, index) => (index % 2 === 0 ? part : idIn(params as Record<string, string>, part))).join('');
}

function idIn(params: Record<string, string>, name: string): string {
  const id = params[name]!;
  if (!ID.test(id)) throw new RequestRefused(404, 'route.not-found', 'There is nothing at this address.', { remedy: 'See /docs for what there is.' });
  return id;
}

function headersFor(request: FastifyRequest): IncomingHttpHeaders {
  const { headers } = request;
  const forwarded: Record<string, string | string[]> = {
    'x-request-id': request.id,
    traceparent: traceOf(request).traceparent,
    'x-forwarded-for': request.ip,
    'x-forwarded-proto': request.protocol,
    'x-forwarded-host': request.host,
  };
  for (const name of request.body === undefined ? FORWARDED_HEADERS : FORWARDED_WITH_A_BODY) {
    const value = headers[name];
    if (value !== undefined) forwarded[name] = value;
  }
  return forwarded;
}

function withoutThoseOfTheConnection(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HEADERS_OF_A_CONNECTION.has(name) && !named.includes(name)));
}

function refuseOtherMethods(http: FastifyInstance, path: string, known: readonly string[]): void {
  const allow = [...known, ...(known.includes('GET') ? ['HEAD'] : [])].join(', ');
  const refuse = (request: FastifyRequest, _reply: FastifyReply): Promise<never> => {
    const refused = new RequestRefused(405, 'route.method-not-allowed', `${request.method} is not possible here.`, {
      remedy: `Possible: ${allow}.`,
      headers: { allow },
    });
    return Promise.reject(refused);
  };
  // Refused in the hook: before a body is read.
  http.route({ method: METHODS.filter((method) => !allow.split(', ').includes(method)), url: path, onRequest: refuse, handler: refuse });
}
