import type { EntityManager } from 'typeorm';
import { hashOfToken } from '../domain/tracking-token.js';

/** The complaint that a tracking token opens, or nothing: unknown and expired tokens look alike. */
export async function complaintByToken(tx: EntityManager, token: string): Promise<string | undefined> {
  const rows = (await tx.query('select id from complaint where tracking_hash = $1 and tracking_expires_at > now()', [hashOfToken(token)])) as {
    id: string;
  }[];
  return rows[0]?.id;
}
