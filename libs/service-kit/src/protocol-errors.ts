import type { FastifyInstance } from 'fastify';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { httpProblem } from './http-refusals.js';
import type { Problem } from './problem.js';
import { continueTrace } from './traceparent.js';

const STATUS: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413 };

interface RawAnswer {
  problem: Problem;
  headers: Record<string, string>;
  body: string;
}

/** Answers what is no request at all, or does not arrive to its end, and closes the connection. */
export function answerProtocolErrors(log: Logger) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const { problem, headers, body } = rawAnswer(STATUS[error.code ?? ''] ?? 400, error.code);
    // Its bytes may be somebody's words: only the name of the fault is logged.
    log.info({ status: problem.status, fault: error.code, traceId: problem.traceId }, 'not a request');
    if (socket.writable && !isAnswering(socket)) socket.write(`${headOf(problem.status, headers)}\r\n\r\n${body}`);
    socket.destroy(error);
  };
}

/** `Expect: 100-continue` is met by node itself; every other expectation is a 417. */
export function refuseExpectations(http: FastifyInstance): void {
  http.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const { headers, body } = rawAnswer(417, undefined, request.headers.traceparent);
    response.writeHead(417, headers).end(body);
  });
}

/** A query that cannot be decoded is refused like a path: taken as it is written, it would silently find something else, or nothing. */
export function refuseUndecodableQueries(http: FastifyInstance): void {
  http.addHook('onRequest', ({ url }, _reply, done) => {
    if (isDecodable(url)) done();
    else done(Object.assign(new Error('the query cannot be decoded'), { statusCode: 400, code: 'FST_ERR_BAD_URL' }));
  });
}

function isDecodable(url: string): boolean {
  if (!url.includes('%')) return true;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

function rawAnswer(status: number, fault?: string, parent?: string | string[]): RawAnswer {
  const { traceId, traceparent } = continueTrace(parent);
  const problem = httpProblem(status, fault, traceId);
  const body = JSON.stringify(problem);
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    traceparent,
    date: new Date().toUTCString(),
    connection: 'close',
  };
  return { problem, headers, body };
}

function headOf(status: number, headers: Record<string, string>): string {
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\r\n');
}

// Whoever reads an answer that has begun would take ours for the rest of it. Node knows it, and keeps it at the socket.
function isAnswering(socket: Socket & { _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}
