import type { DynamicModule, Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { serialiseWithZod } from './api-reply.js';
import { answerWithVersion } from './if-match.js';
import { parsing, takeOnlyJson } from './json-bodies.js';
import { signCursorsWith } from './keyset.js';
import { Lifecycle } from './lifecycle.js';
import { logRequests, nestLog } from './logging.js';
import { measureRequests } from './metrics.js';
import { serveOpenApi } from './openapi.js';
import { routesWithoutAudience } from './open-routes.js';
import { ProblemFilter } from './problem.filter.js';
import { answerProtocolErrors, refuseExpectations, refuseUndecodableQueries } from './protocol-errors.js';
import { answerWithTrace, requestIdOf } from './request-trace.js';
import { ServiceKitModule } from './service-kit.module.js';
import type { HttpSettings, ServiceSettings } from './settings.js';

const BODY_LIMIT_BYTES = 256 * 1024;
// So much later than REQUEST_TIMEOUT_MS a stalled request may be closed.
const LOOK_FOR_STALLED_EVERY_MS = 1_000;

export type AppModule = Type | DynamicModule;
export type AppSettings = HttpSettings & Partial<ServiceSettings>;

/** The service's name, from its module: `IntakeModule` is `intake`. */
export function serviceNameOf(app: AppModule): string {
  const { name } = 'module' in app ? app.module : app;
  return name
    .replace(/Module$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '-')
    .toLowerCase();
}

/** The HTTP application around a service's module, wired as in production but neither connected nor listening. */
export async function createServiceApp(app: AppModule, config: AppSettings, log: Logger): Promise<NestFastifyApplication> {
  if (config.CURSOR_SECRET) signCursorsWith(config.CURSOR_SECRET);
  const problems = new ProblemFilter(log);
  const adapter = adapterFor(config, problems, log);
  const http = adapter.getInstance() as unknown as FastifyInstance;
  http.addHttpMethod('QUERY', { overrideExisting: true }); // Fastify would ask it for a content type even where there is nothing
  answerWithTrace(http);
  answerWithVersion(http);
  measureRequests(http);
  logRequests(http, log);
  serialiseWithZod(http);
  takeOnlyJson(http, parsing(http));
  refuseExpectations(http);
  refuseUndecodableQueries(http);
  const nest = await NestFactory.create<NestFastifyApplication>(ServiceKitModule.around(app, config, log, problems), adapter, {
    logger: nestLog(log),
    abortOnError: false,
    bodyParser: false, // Nest's own would take forms as well
  });
  endConnectionsWhenStopping(http, nest.get(Lifecycle));
  const open = routesWithoutAudience(nest.get(ModulesContainer));
  if (open.length > 0) throw new Error(`@Allow is missing on ${open.join(', ')}: say who may call it`);
  serveOpenApi(nest, serviceNameOf(app));
  return nest;
}

/**
 * Whoever is answered from the signal to stop on is not waited for afterwards: a connection kept alive would keep the process alive, too,
 * or be closed in the instant in which the next request is on its way.
 */
function endConnectionsWhenStopping(http: FastifyInstance, lifecycle: Lifecycle): void {
  http.addHook('onSend', (_request, reply, _payload, done) => {
    if (lifecycle.isStopping) reply.header('connection', 'close');
    done();
  });
}

function adapterFor(config: AppSettings, problems: ProblemFilter, log: Logger): FastifyAdapter {
  const { REQUEST_TIMEOUT_MS: requestTimeout, TRUSTED_PROXIES: proxies } = config;
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout,
    http: { requestTimeout, headersTimeout: requestTimeout, connectionsCheckingInterval: LOOK_FOR_STALLED_EVERY_MS },
    trustProxy: proxies.length > 0 ? proxies : false,
    requestIdHeader: false,
    genReqId: requestIdOf,
    return503OnClosing: false, // what has reached us is done: the database is closed after the last answer
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => problems.answer(error, request, reply),
    clientErrorHandler: answerProtocolErrors(log),
  });
}
