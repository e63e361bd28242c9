import { SignJWT } from 'jose';
import type { Role } from './principal.js';

export const DEVELOPMENT_ISSUER = 'redress-development';
export const TRACKING_ISSUER = 'redress-tracking';

const bytes = (secret: string): Uint8Array => new TextEncoder().encode(secret);

/** Makes a token for trying things out; services take it only while the development issuer is switched on. */
export function signDevelopmentToken(
  person: { roles: readonly Role[]; name: string; subject?: string; audience?: string; expiresIn?: string },
  secret: string,
): Promise<string> {
  return new SignJWT({ name: person.name, roles: [...person.roles] })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(person.audience ?? 'redress')
    .setSubject(person.subject ?? slugOf(person.name))
    .setIssuedAt()
    .setExpirationTime(person.expiresIn ?? '12h')
    .sign(bytes(secret));
}

/** Lets a customer who showed the tracking token act on that one complaint for a quarter of an hour. */
export function signTrackingSession(session: { complaintId: string; audience?: string; expiresIn?: string }, secret: string): Promise<string> {
  return new SignJWT({ complaintId: session.complaintId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(TRACKING_ISSUER)
    .setAudience(session.audience ?? 'redress')
    .setSubject(`customer:${session.complaintId}`)
    .setIssuedAt()
    .setExpirationTime(session.expiresIn ?? '15m')
    .sign(bytes(secret));
}

/** The stable id that a name stands for in development: `Min Ji` is `min-ji`. */
function slugOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
