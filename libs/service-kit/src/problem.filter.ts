import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { problemOf } from './problem-of.js';
import { traceOf } from './request-trace.js';

/** Turns every error of a request into `application/problem+json`; `problem-of.ts` knows which error is which status. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Answers for errors that arise before Nest sees the request, too. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (isNobodyThere(error, request, reply)) return;
    const { traceId, traceparent } = traceOf(request);
    const { problem, headers } = problemOf(error, traceId);
    if (problem.status >= 500) this.log.error({ traceId, route: request.routeOptions?.url, err: error }, 'request failed');
    if (reply.sent) return;
    void reply
      .code(problem.status)
      .headers({ ...headers, traceparent })
      .header('content-type', 'application/problem+json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(problem);
  }
}

// Whoever asked is gone, before the request was read or with the answer's stream: nobody to tell, and no fault of ours.
function isNobodyThere(error: unknown, request: FastifyRequest, reply: FastifyReply): boolean {
  if (error instanceof Error && error === request.raw.errored) return true;
  return reply.raw.destroyed && (error as Error | undefined)?.name === 'AbortError';
}
