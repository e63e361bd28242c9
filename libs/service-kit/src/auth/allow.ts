import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Role } from './principal.js';

export type Audience = Role | 'public';

export const ALLOWED = 'redress:allowed';

/** Says who may call a route; `public` is anybody. A route without it is refused at start. */
export function Allow(...audience: [Audience, ...Audience[]]): MethodDecorator & ClassDecorator {
  const schemes = [
    ...(audience.some((who) => who !== 'public' && who !== 'customer') ? [ApiBearerAuth('bearer')] : []),
    ...(audience.includes('customer') ? [ApiSecurity('trackingToken')] : []),
    ...(audience.includes('public') ? [ApiSecurity({})] : []),
  ];
  return applyDecorators(SetMetadata(ALLOWED, audience), ApiExtension('x-roles', audience), ...schemes);
}
