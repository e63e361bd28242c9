import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertMayCall, principalBehind } from './admission.js';
import { ALLOWED, type Audience } from './allow.js';
import { callerOf, rememberCaller } from './caller.js';
import type { Principal } from './principal.js';
import { TokenVerifier } from './token-verifier.js';

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
      assertMayCall(principal, audience);
      rememberCaller(request, callerOf(principal, request, reply));
      return true;
    };
    const principal = principalBehind(request.headers.authorization, this.tokens);
    return principal instanceof Promise ? principal.then(admit) : admit(principal);
  }
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
