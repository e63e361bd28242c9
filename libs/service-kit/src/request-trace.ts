import type { FastifyInstance, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { continueTrace, type Trace } from './traceparent.js';

const traces = new WeakMap<FastifyRequest, Trace>();

/** The trace that a request belongs to. */
export function traceOf(request: FastifyRequest): Trace {
  let trace = traces.get(request);
  if (!trace) traces.set(request, (trace = continueTrace(request.headers?.traceparent)));
  return trace;
}

/** Takes the request id of the proxy before us when it is a sane one. */
export function requestIdOf(raw: { headers: IncomingMessage['headers'] }): string {
  const given = raw.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{8,100}$/.test(given) ? given : randomUUID();
}

/** Every answer names its request and its trace. */
export function answerWithTrace(http: FastifyInstance): void {
  http.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    reply.header('traceparent', traceOf(request).traceparent);
    done();
  });
}
