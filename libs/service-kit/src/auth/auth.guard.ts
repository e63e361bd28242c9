import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestRefused } from '../problem.js';
import { ALLOWED, type Audience } from './allow.js';
import { callerOf, rememberCaller } from './caller.js';
import { NOBODY, type Principal } from './principal.js';
import { TokenVerifier, unauthorized } from './token-verifier.js';

const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Lets nobody through whom the route does not name; what names nobody is closed. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private readonly tokens: TokenVerifier) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const audience = allowedOn(context);
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const admit = (principal: Principal): boolean => {
      if (!mayCall(principal, audience)) {
        if (principal === NOBODY && audience.length > 0)
          throw unauthorized('auth.token-missing', 'This needs a token.', 'Send `Authorization: Bearer …`.');
        throw new RequestRefused(403, 'auth.not-allowed', 'Your roles do not allow this.', {
          remedy: `Roles that may: ${audience.join(', ') || 'none'}.`,
        });
      }
      rememberCaller(request, callerOf(principal, request, reply));
      return true;
    };
    const header = request.headers.authorization;
    if (header === undefined) return admit(NOBODY);
    const token = BEARER.exec(header)?.[1];
    if (token === undefined)
      throw unauthorized('auth.token-malformed', 'The Authorization header is not a bearer token.', 'Send `Authorization: Bearer …`.');
    const principal = this.tokens.principalOf(token);
    return principal instanceof Promise ? principal.then(admit) : admit(principal);
  }
}

function mayCall(principal: Principal, audience: readonly Audience[]): boolean {
  return audience.includes('public') || principal.roles.some((role) => audience.includes(role));
}

// Metadata lookups walk prototypes; the answer for a handler never changes.
const known = new WeakMap<object, readonly Audience[]>();

function allowedOn(context: ExecutionContext): readonly Audience[] {
  const handler = context.getHandler();
  let audience = known.get(handler);
  if (!audience) {
    audience = (Reflect.getMetadata(ALLOWED, handler) ?? Reflect.getMetadata(ALLOWED, context.getClass()) ?? []) as readonly Audience[];
    known.set(handler, audience);
  }
  return audience;
}
