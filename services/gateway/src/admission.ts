import { assertMayCall, principalBehind, RequestRefused, TokenVerifier, unauthorized, type Principal } from '#libs/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Limits } from './limits.js';
import type { Route } from './routes.js';
import type { TrackingSessions } from './tracking-sessions.js';

const CUSTOMER: Principal = { subject: 'customer', roles: ['customer'] };

/** What the door needs to know who somebody is. */
export interface Porter {
  tokens: TokenVerifier;
  sessions: TrackingSessions;
  limits: Limits;
}

/** Lets a request through to its route, or refuses it; afterwards its `authorization` is what the service shall see. */
export async function admit(request: FastifyRequest, route: Route, porter: Porter): Promise<void> {
  const { authorization, 'tracking-token': trackingToken } = request.headers;
  if (authorization !== undefined && trackingToken !== undefined) throw twoCredentials();
  if (trackingToken !== undefined && route.roles.includes('customer')) return admitCustomer(request, trackingToken, porter);
  // Whether the token is a good one shall not be seen where it opens nothing.
  const principal = trackingToken !== undefined ? CUSTOMER : await staffBehind(request, authorization, porter);
  if (authorization === undefined && route.roles.includes('public')) return porter.limits.count('complaints', request);
  try {
    assertMayCall(principal, route.roles);
  } catch (refused) {
    await porter.limits.count('refusals', request);
    throw refused;
  }
  return porter.limits.count(principal.roles.includes('importer') ? 'importer' : 'staff', request, principal.subject);
}

async function admitCustomer(request: FastifyRequest, trackingToken: string | string[], { limits, sessions }: Porter): Promise<void> {
  await limits.count('tracking', request);
  request.headers.authorization = `Bearer ${await sessions.sessionOf(trackingToken, request)}`;
}

async function staffBehind(request: FastifyRequest, authorization: string | undefined, { tokens, limits }: Porter): Promise<Principal> {
  try {
    const principal = await principalBehind(authorization, tokens);
    // Sessions are made for the way from here to the services; from outside they are not taken.
    if (principal.roles.includes('customer')) throw unauthorized('auth.token-invalid', 'The token is not valid here.', 'Send `Tracking-Token: …`.');
    return principal;
  } catch (refused) {
    if (authorization !== undefined) await limits.count('refusals', request);
    throw refused;
  }
}

function twoCredentials(): RequestRefused {
  return new RequestRefused(400, 'auth.two-credentials', 'Authorization and Tracking-Token speak for two different people.', {
    remedy: 'Send one of them.',
  });
}
