import { createHash } from 'node:crypto';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { RequestRefused } from '../problem.js';
import { issuersOf, type AuthSettings, type Issuer } from './issuers.js';
import type { Principal } from './principal.js';

const CLOCK_TOLERANCE_SECONDS = 30;
const REMEMBERED_TOKENS = 5_000;
const NETWORK_FAULTS = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC']);

interface Remembered {
  principal: Principal;
  expiresAt: number;
}

/** Checks bearer tokens, and remembers the good ones by their hash until they expire: a signature costs more than the rest of a request. */
export class TokenVerifier {
  private readonly issuers: ReadonlyMap<string, Issuer>;
  private readonly remembered = new Map<string, Remembered>();

  constructor(private readonly settings: AuthSettings) {
    this.issuers = issuersOf(settings);
  }

  /** Whom the token speaks for: at once when it was seen before, else a promise. */
  principalOf(token: string): Principal | Promise<Principal> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.remembered.get(hash);
    if (known && known.expiresAt > Date.now()) return known.principal;
    return this.verify(token, hash);
  }

  private async verify(token: string, hash: string): Promise<Principal> {
    try {
      const issuer = this.issuers.get(decodeJwt(token).iss ?? '');
      if (!issuer) throw invalidToken();
      const { payload, protectedHeader } = await jwtVerify(token, issuer.key as Uint8Array, {
        algorithms: issuer.algorithms,
        audience: this.settings.AUTH_AUDIENCE,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp', 'iss', 'aud'],
      });
      const principal = /^(at\+)?jwt$/i.test(protectedHeader.typ ?? 'jwt') ? issuer.principalOf(payload) : undefined;
      if (!principal) throw invalidToken();
      this.remember(hash, { principal, expiresAt: payload.exp! * 1_000 });
      return principal;
    } catch (error) {
      if (error instanceof RequestRefused) throw error;
      if (error instanceof errors.JWTExpired) throw unauthorized('auth.token-expired', 'The token has expired.', 'Sign in again.');
      if (error instanceof errors.JOSEError && !NETWORK_FAULTS.has(error.code)) throw invalidToken();
      if (error instanceof TypeError && !/fetch/i.test(error.message)) throw invalidToken();
      throw new RequestRefused(503, 'auth.issuer-unreachable', 'The keys of the token issuer cannot be read just now.', {
        remedy: 'Repeat it in a few seconds.',
        headers: { 'retry-after': '5' },
      });
    }
  }

  private remember(hash: string, entry: Remembered): void {
    // A Map keeps the order of insertion: the first key is the oldest.
    if (this.remembered.size >= REMEMBERED_TOKENS) this.remembered.delete(this.remembered.keys().next().value!);
    this.remembered.set(hash, entry);
  }
}

/** A 401 as RFC 6750 wants it. */
export function unauthorized(code: string, message: string, remedy: string): RequestRefused {
  const challenge = code === 'auth.token-missing' ? 'Bearer' : 'Bearer error="invalid_token"';
  return new RequestRefused(401, code, message, { remedy, headers: { 'www-authenticate': challenge } });
}

function invalidToken(): RequestRefused {
  return unauthorized('auth.token-invalid', 'The token is not valid here.', 'Send a token of the configured issuer as `Authorization: Bearer …`.');
}
