import { createHmac, hash } from 'node:crypto';

/**
 * The customer's key to one complaint: 128 bits, derived from a secret so that a repeated request can answer it again
 * although only its hash is stored. Base64url, 22 characters.
 */
export function trackingTokenFor(complaintId: string, secret: string): string {
  return createHmac('sha256', secret).update(`tracking-token:${complaintId}`).digest().subarray(0, 16).toString('base64url');
}

/** What is stored of a tracking token, and what it is looked up by. */
export function hashOfToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
