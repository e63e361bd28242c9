import type { FastifyRequest } from 'fastify';
import { RequestRefused } from '#libs/service-kit';
import type { Answer, Services } from './services.js';
import { unavailable, unknownLink } from './tracking-sessions.js';

/** One part of a screen: what a service said, `null` when it has nothing to say yet, `away` when it did not answer. */
export type Part = Record<string, unknown> | null | 'away';

/** The customer's page in one answer: where the complaint stands, who handles it, what was decided, what was written. */
export async function trackingView(services: Services, request: FastifyRequest): Promise<Record<string, unknown>> {
  const { authorization } = request.headers;
  const resolution = partOf(services.ask('resolution', '/v1/tracking/resolution', request, { authorization }));
  const tracking = await services.ask('intake', '/v1/tracking', request, { authorization });
  if (tracking.status !== 200) {
    await resolution;
    throw refusalOf(tracking);
  }
  const { agentId } = tracking.body;
  const handler = typeof agentId === 'string' ? partOf(services.ask('assignment', `/internal/agents/${agentId}/display-name`, request)) : null;
  return compose(tracking.body, await resolution, await handler);
}

/** Puts the parts together; one that is away is left out and said to be missing. */
export function compose({ agentId: _internal, ...tracking }: Record<string, unknown>, resolution: Part, handler: Part): Record<string, unknown> {
  const isIncomplete = resolution === 'away' || handler === 'away';
  return {
    ...tracking,
    handler: handler === 'away' || handler === null ? null : handler['displayName'],
    resolution: resolution === 'away' ? null : resolution,
    ...(isIncomplete ? { incomplete: true } : {}),
  };
}

async function partOf(asked: Promise<Answer>): Promise<Part> {
  try {
    const { status, body } = await asked;
    if (status === 200) return body;
    return status === 404 ? null : 'away';
  } catch {
    return 'away';
  }
}

function refusalOf({ status, body }: Answer): RequestRefused {
  if (status === 404) return unknownLink();
  if (status >= 500) return unavailable();
  const { remedy } = body;
  return new RequestRefused(status, String(body['code']), String(body['detail']), typeof remedy === 'string' ? { remedy } : {});
}
