import { RequestRefused } from '../problem.js';
import type { Audience } from './allow.js';
import { NOBODY, type Principal } from './principal.js';
import { unauthorized, type TokenVerifier } from './token-verifier.js';

const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Whom an `Authorization` header speaks for; nobody when it is not there. */
export function principalBehind(authorization: string | undefined, tokens: TokenVerifier): Principal | Promise<Principal> {
  if (authorization === undefined) return NOBODY;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined)
    throw unauthorized('auth.token-malformed', 'The Authorization header is not a bearer token.', 'Send `Authorization: Bearer …`.');
  return tokens.principalOf(token);
}

/** Refuses whoever is not among those who may: with 401 when they have shown nothing yet, else with 403. */
export function assertMayCall(principal: Principal, audience: readonly Audience[]): void {
  if (audience.includes('public') || principal.roles.some((role) => audience.includes(role))) return;
  if (principal === NOBODY && audience.length > 0)
    throw unauthorized(
      'auth.token-missing',
      'This needs a token.',
      audience.includes('customer') ? 'Send `Tracking-Token: …`.' : 'Send `Authorization: Bearer …`.',
    );
  throw new RequestRefused(403, 'auth.not-allowed', 'Your roles do not allow this.', {
    remedy: `Roles that may: ${audience.join(', ') || 'none'}.`,
  });
}
