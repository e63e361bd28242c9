import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import { complaintTraceOf, traceOf } from './request-trace.js';

/** Injection token of the process's log. */
export const LOG = Symbol('LOG');

// Of lines that cannot be written; later ones are dropped.
const KEPT_BYTES = 1_000_000;
const GATHERED_CHARACTERS = 16_000;

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
    standardOutput(),
  );
}

/**
 * Gathers lines and writes them together, at least once a second; `flush` at exit writes the rest. Its disk may be full, or its reader gone:
 * the work goes on without its log, and what was kept until then is written when there is room again.
 */
export function standardOutput(fd = 1): DestinationStream {
  const output = pino.destination({ fd, sync: false, minLength: 1, maxLength: KEPT_BYTES, periodicFlush: 1_000 });
  output.on('error', () => undefined); // the log is where faults are told: there is nobody else
  // Called after a fatal line, it would try again and again until there is room, and the process would do nothing else.
  output.flushSync = () => undefined;
  gatherLines(output);
  return output;
}

/** It gets many lines at once: with every piece it counts the bytes of all that it keeps anew, which costs more than making a line. */
function gatherLines(output: ReturnType<typeof pino.destination>): void {
  const write = output.write.bind(output);
  const flush = output.flush.bind(output);
  let gathered = '';
  const pass = (): boolean => {
    const lines = gathered;
    gathered = '';
    return lines === '' || write(lines);
  };
  output.write = (line) => {
    gathered += line;
    return gathered.length < GATHERED_CHARACTERS || pass();
  };
  output.flush = (done) => {
    pass();
    flush(done);
  };
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
