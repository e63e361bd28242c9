import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pastMoment } from '../fields.js';
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

const statedMoment = pastMoment();

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
  const { data: moment, error } = statedMoment.safeParse(header);
  if (moment) return moment;
  const [issue] = error!.issues;
  if (issue!.code === 'custom') {
    throw new RequestRefused(400, 'effective-at.out-of-range', `Effective-At ${issue!.message}.`, {
      remedy: 'State a moment since 1900 that has passed.',
    });
  }
  throw new RequestRefused(400, 'effective-at.malformed', 'Effective-At is not a moment.', { remedy: 'Send it like 2021-03-09T16:40:00Z.' });
}

function keyOf(header: string | string[]): string {
  if (typeof header === 'string' && /^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new RequestRefused(400, 'idempotency-key.malformed', 'Idempotency-Key is not 1 to 255 visible ASCII characters.', {
    remedy: 'Send a fresh UUID for every new thing you create.',
  });
}
