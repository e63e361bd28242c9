import { CONFIG, RequestRefused, traceOf } from '#libs/service-kit';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Agent } from 'undici';
import type { GatewayConfig } from './gateway.config.js';
import type { Service } from './routes.js';

const REACHABLE_WITHIN_MS = 1_000;

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export interface Question {
  method?: 'GET' | 'POST';
  body?: unknown;
  authorization?: string;
}

/** The services behind the door, and the connections to them that stay open. */
@Injectable()
export class Services implements OnApplicationShutdown {
  readonly connections: Agent;
  private readonly addresses: Readonly<Record<Service, string>>;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    const { INTAKE_URL: intake, ASSIGNMENT_URL: assignment, RESOLUTION_URL: resolution, IMPROVEMENT_URL: improvement } = config;
    this.addresses = { intake, assignment, resolution, improvement };
    this.connections = new Agent({
      connections: config.GATEWAY_UPSTREAM_CONNECTIONS,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      headersTimeout: config.GATEWAY_UPSTREAM_TIMEOUT_MS,
      bodyTimeout: config.GATEWAY_UPSTREAM_TIMEOUT_MS,
      connect: { timeout: 2_000 },
    });
  }

  /** Where a service listens. */
  addressOf(service: Service): string {
    return this.addresses[service];
  }

  /** Asks a service in the course of a request; throws the 503 or 504 that the client shall see when it does not answer. */
  async ask(service: Service, path: string, behind: FastifyRequest, { method = 'GET', body, authorization }: Question = {}): Promise<Answer> {
    try {
      const response = await this.connections.request({
        origin: this.addresses[service],
        path,
        method,
        headers: {
          'x-request-id': behind.id,
          traceparent: traceOf(behind).traceparent,
          ...(authorization === undefined ? {} : { authorization }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.statusCode, body: (await response.body.json()) as Answer['body'] };
    } catch (error) {
      throw unanswered(error);
    }
  }

  /** Which services answer just now. One that is away is answered for by 503; only without all of them the door is of no use. */
  async reachable(): Promise<{ isReady: boolean; checks: Record<string, string> }> {
    const checks = await Promise.all(
      Object.entries(this.addresses).map(async ([service, origin]) => [service, await stateOf(this.connections, origin)] as const),
    );
    return { isReady: checks.some(([, state]) => state === 'ok'), checks: Object.fromEntries(checks) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connections.close();
  }
}

async function stateOf(connections: Agent, origin: string): Promise<string> {
  try {
    const { statusCode, body } = await connections.request({
      origin,
      path: '/livez',
      method: 'GET',
      signal: AbortSignal.timeout(REACHABLE_WITHIN_MS),
    });
    await body.dump();
    return statusCode === 200 ? 'ok' : `answers ${statusCode}`;
  } catch {
    return 'cannot be reached';
  }
}

/** What the client hears when a service does not answer: 504 when it was too slow, 503 for all the rest. */
export function unanswered(error: unknown): RequestRefused {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  if ([code, cause?.code].some((fault) => fault === 'UND_ERR_HEADERS_TIMEOUT' || fault === 'UND_ERR_BODY_TIMEOUT')) {
    return new RequestRefused(504, 'service.too-slow', 'The answer takes too long just now.', {
      remedy: 'Repeat it in a few seconds; a write with the same Idempotency-Key.',
      headers: { 'retry-after': '5' },
    });
  }
  return new RequestRefused(503, 'service.unavailable', 'This part is away just now; the others work.', {
    remedy: 'Repeat it in a few seconds; a write with the same Idempotency-Key.',
    headers: { 'retry-after': '2' },
  });
}
