import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestRefused } from '../problem.js';
import { noteComplaint, traceOf } from '../request-trace.js';
import type { Caller as CallerType, Principal } from './principal.js';

/** The HTTP exchange behind a caller, for those who must answer otherwise than with a body. */
export interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

const callers = new WeakMap<FastifyRequest, CallerType>();
const exchanges = new WeakMap<CallerType, Exchange>();

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const CLOCK_SKEW_MS = 5_000;

/** The caller of this request; checks the headers that only some may send. */
export function callerOf(principal: Principal, request: FastifyRequest, reply: FastifyReply): CallerType {
  const isImporter = principal.roles.includes('importer');
  const caller: CallerType = {
    actor: principal.subject,
    isImporter,
    correlationId: request.id,
    traceparent: traceOf(request).traceparent,
    ...principal,
  };
  const effectiveAt = request.headers['effective-at'];
  if (effectiveAt !== undefined) caller.now = momentOf(effectiveAt, isImporter);
  const key = request.headers['idempotency-key'];
  if (key !== undefined && request.method === 'POST') caller.idempotencyKey = keyOf(key);
  if (principal.complaintId !== undefined) noteComplaint(request, principal.complaintId);
  exchanges.set(caller, { request, reply });
  return caller;
}

/** Keeps the caller with the request until the controller asks for it. */
export function rememberCaller(request: FastifyRequest, caller: CallerType): void {
  callers.set(request, caller);
}

/** The exchange that a caller came with; none for a caller that a test made up. */
export function exchangeOf(caller: CallerType): Exchange | undefined {
  return exchanges.get(caller);
}

/** The caller that the guard let through. */
export function callerBehind(request: FastifyRequest): CallerType {
  return callers.get(request)!;
}

/** Hands the caller to a controller method: `@Caller() caller: Caller`. */
export const Caller: () => ParameterDecorator = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerBehind(context.switchToHttp().getRequest<FastifyRequest>()),
);
export type Caller = CallerType;

function momentOf(header: string | string[], isImporter: boolean): Date {
  if (!isImporter) {
    throw new RequestRefused(403, 'effective-at.not-allowed', 'Only the role importer may state when something happened.', {
      remedy: 'Leave the header Effective-At out.',
    });
  }
  const moment = typeof header === 'string' && MOMENT.test(header) ? new Date(header) : undefined;
  if (!moment || Number.isNaN(moment.getTime())) {
    throw new RequestRefused(400, 'effective-at.malformed', 'Effective-At is not a moment.', { remedy: 'Send it like 2021-03-09T16:40:00Z.' });
  }
  if (moment.getTime() > Date.now() + CLOCK_SKEW_MS) {
    throw new RequestRefused(400, 'effective-at.in-the-future', 'Effective-At is in the future.', { remedy: 'State a moment that has passed.' });
  }
  return moment;
}

function keyOf(header: string | string[]): string {
  if (typeof header === 'string' && /^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new RequestRefused(400, 'idempotency-key.malformed', 'Idempotency-Key is not 1 to 255 visible ASCII characters.', {
    remedy: 'Send a fresh UUID for every new thing you create.',
  });
}
