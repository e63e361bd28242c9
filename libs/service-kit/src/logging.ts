import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { pino, stdSerializers, type Logger } from 'pino';
import { complaintTraceOf, traceOf } from './request-trace.js';

/** Injection token of the process's log. */
export const LOG = Symbol('LOG');

/** The log of one process: JSON lines without personal data. */
export function createLog(service: string, level: string): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: withoutValues },
    },
    // Gathers lines and writes them together, at least once a second; `flush` at exit writes the rest.
    pino.destination({ fd: 1, sync: false, minLength: 4_096, periodicFlush: 1_000 }),
  );
}

/** An error for the log: a database error repeats the values of the row and of the query, which may be somebody's words. */
export function withoutValues(error: Error): Record<string, unknown> {
  const { type, message, stack } = stdSerializers.err(error);
  const { code, constraint, table } = ((error as { driverError?: object }).driverError as Record<string, string | undefined>) ?? {};
  return { type, message, stack, ...(code ? { code, constraint, table } : {}) };
}

/** One line for every request: route and figures, never the address, a header or a body. */
export function logRequests(http: FastifyInstance, log: Logger): void {
  http.addHook('onResponse', (request, reply, done) => {
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      traceId: traceOf(request).traceId,
      complaintTrace: complaintTraceOf(request),
    };
    if (reply.statusCode >= 500) log.warn(line, 'request');
    else log.info(line, 'request');
    done();
  });
}

/** Lets Nest write through pino; its chatter about modules and routes at start is for debugging. */
export function nestLog(log: Logger): LoggerService {
  const at =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]): void => {
      const context = rest.at(-1);
      const fields = { ...(typeof context === 'string' ? { context } : {}), ...(message instanceof Error ? { err: message } : {}) };
      log[level](fields, message instanceof Error ? message.message : String(message));
    };
  return { log: at('debug'), debug: at('debug'), verbose: at('debug'), warn: at('warn'), error: at('error'), fatal: at('fatal') };
}
