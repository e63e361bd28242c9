import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { HttpSettings } from '../settings.js';
import { ROLES, type Principal, type Role } from './principal.js';
import { DEVELOPMENT_ISSUER, TRACKING_ISSUER } from './sign.js';

/** One party whose tokens are believed: with which key and algorithms, and whom its claims describe. */
export interface Issuer {
  key: Uint8Array | JWTVerifyGetKey;
  algorithms: string[];
  principalOf(claims: JWTPayload): Principal | undefined;
}

export type AuthSettings = Pick<
  HttpSettings,
  | 'AUTH_ISSUER'
  | 'AUTH_AUDIENCE'
  | 'AUTH_JWKS_URL'
  | 'AUTH_ALGORITHMS'
  | 'AUTH_ROLES_CLAIM'
  | 'AUTH_DEVELOPMENT_ISSUER'
  | 'AUTH_DEVELOPMENT_SECRET'
  | 'TRACKING_SECRET'
>;

const bytes = (secret: string): Uint8Array => new TextEncoder().encode(secret);

/** The believed issuers by their name; what is not configured is not in the table. */
export function issuersOf(settings: AuthSettings): ReadonlyMap<string, Issuer> {
  const issuers = new Map<string, Issuer>();
  if (settings.AUTH_ISSUER && settings.AUTH_JWKS_URL) {
    issuers.set(settings.AUTH_ISSUER, {
      key: createRemoteJWKSet(new URL(settings.AUTH_JWKS_URL), { timeoutDuration: 3_000 }),
      algorithms: settings.AUTH_ALGORITHMS,
      principalOf: (claims) => staffOf(claims, settings.AUTH_ROLES_CLAIM),
    });
  }
  if (settings.AUTH_DEVELOPMENT_ISSUER && settings.AUTH_DEVELOPMENT_SECRET) {
    issuers.set(DEVELOPMENT_ISSUER, {
      key: bytes(settings.AUTH_DEVELOPMENT_SECRET),
      algorithms: ['HS256'],
      principalOf: (claims) => staffOf(claims, 'roles'),
    });
  }
  issuers.set(TRACKING_ISSUER, { key: bytes(settings.TRACKING_SECRET), algorithms: ['HS256'], principalOf: customerOf });
  return issuers;
}

// Only a tracking session makes a customer: the role opens exactly one complaint, which other tokens do not name.
function staffOf(claims: JWTPayload, rolesClaim: string): Principal | undefined {
  if (!isSubject(claims.sub)) return undefined;
  const claimed = rolesClaim.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], claims);
  const roles = Array.isArray(claimed) ? ROLES.filter((role): role is Role => role !== 'customer' && claimed.includes(role)) : [];
  return { subject: claims.sub, roles, ...(typeof claims['name'] === 'string' ? { name: claims['name'] } : {}) };
}

// It is stored with whatever this person does, and shown.
function isSubject(sub: unknown): sub is string {
  return typeof sub === 'string' && /^\P{C}{1,255}$/u.test(sub);
}

function customerOf(claims: JWTPayload): Principal | undefined {
  const complaintId = claims['complaintId'];
  return isSubject(claims.sub) && typeof complaintId === 'string' ? { subject: claims.sub, roles: ['customer'], complaintId } : undefined;
}
