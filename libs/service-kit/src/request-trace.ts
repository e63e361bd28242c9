import { complaintTrace } from '#libs/messaging';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { continueTrace, type Trace } from './traceparent.js';

const traces = new WeakMap<FastifyRequest, Trace>();
const complaints = new WeakMap<FastifyRequest, string>();

/** The trace that a request belongs to. */
export function traceOf(request: FastifyRequest): Trace {
  let trace = traces.get(request);
  if (!trace) traces.set(request, (trace = continueTrace(request.headers?.traceparent)));
  return trace;
}

const COMPLAINT_IN_PATH = /\/(?:complaints|assignments|resolutions)\/([0-9a-f]{8}-[0-9a-f-]{27})(?=[/?]|$)/i;

/** Notes which complaint a request is about, when its path does not say it. */
export function noteComplaint(request: FastifyRequest, complaintId: string): void {
  complaints.set(request, complaintId);
}

/** The trace of the complaint that a request is about, when anything names one. */
export function complaintTraceOf(request: FastifyRequest): string | undefined {
  const id = complaints.get(request) ?? COMPLAINT_IN_PATH.exec(request.url)?.[1];
  return id === undefined ? undefined : complaintTrace(id);
}

/** Takes the request id of the proxy before us when it is a sane one. */
export function requestIdOf(raw: { headers: IncomingMessage['headers'] }): string {
  const given = raw.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{8,100}$/.test(given) ? given : randomUUID();
}

/** Every answer names its request and its trace; one about a complaint tells the log which. */
export function answerWithTrace(http: FastifyInstance): void {
  http.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    reply.header('traceparent', traceOf(request).traceparent);
    done();
  });
  http.addHook('preSerialization', (request, _reply, payload, done) => {
    const { complaintId } = (payload ?? {}) as { complaintId?: unknown };
    if (typeof complaintId === 'string') noteComplaint(request, complaintId);
    done(null, payload);
  });
}
