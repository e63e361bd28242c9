import { complaintTrace } from '#libs/messaging';
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

const COMPLAINT_IN_PATH = /\/(?:complaints|assignments|resolutions)\/([0-9a-f]{8}-[0-9a-f-]{27})(?=[/?]|$)/i;

/** The trace of the complaint that a request is about, when its path names one. */
export function complaintTraceOf({ url }: Pick<FastifyRequest, 'url'>): string | undefined {
  const id = COMPLAINT_IN_PATH.exec(url)?.[1];
  return id === undefined ? undefined : complaintTrace(id);
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
