import { createServiceApp, Lifecycle, readConfig, serviceSettings, type AppModule, type AppSettings, type ServiceDatabase } from '#libs/service-kit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { freshDatabase, type FreshDatabase } from './fresh-database.js';
import { TEST_ENV } from './test-env.js';

export interface StartServiceOptions {
  /** The service's database; a fresh one is made for it. The gateway has none. */
  database?: ServiceDatabase;
  /** The service's settings schema, when it has settings of its own. */
  settings?: z.ZodObject;
  /** Environment on top of `TEST_ENV`. */
  env?: Record<string, string>;
  /** Starts relay and consumer on the in-memory log; without it `emitted` and `deliver` see everything. */
  messaging?: boolean;
}

export interface TestRequest {
  token?: string | Promise<string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface TestResponse {
  status: number;
  headers: Headers;
  // Tests assert on what they expect of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export interface StartedService {
  url: string;
  request(method: string, path: string, request?: TestRequest): Promise<TestResponse>;
  app: NestFastifyApplication;
  /** The test's own connection to the service's database. */
  db: DataSource;
  stop(): Promise<void>;
}

/** Starts a service as in production, on a free port and a fresh database. */
export async function startService(
  app: AppModule,
  { database, settings, env = {}, messaging = false }: StartServiceOptions = {},
): Promise<StartedService> {
  const fresh: FreshDatabase | undefined = database && (await freshDatabase(database));
  const config = readConfig(settings ?? z.object(serviceSettings), {
    DATABASE_URL: fresh?.url ?? 'postgres://none',
    ...TEST_ENV,
    ...env,
  }) as AppSettings;
  const nest = await createServiceApp(app, config, pino({ level: config.LOG_LEVEL }));
  const lifecycle = nest.get(Lifecycle);
  await lifecycle.connect({ migrates: false });
  await nest.listen(0, '127.0.0.1');
  if (messaging) await lifecycle.startMessaging();
  lifecycle.serve();
  const url = (await nest.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    url,
    app: nest,
    db: fresh?.db as DataSource,
    request: (method, path, request) => send(method, url + path, request),
    stop: async () => {
      await nest.close();
      await fresh?.drop();
    },
  };
}

async function send(method: string, url: string, { token, body, headers }: TestRequest = {}): Promise<TestResponse> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${await token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const answer = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson && answer !== '' ? JSON.parse(answer) : answer };
}
