import type { WorkContext } from '#libs/messaging';

export const ROLES = ['customer', 'agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** Whom a verified token speaks for. */
export interface Principal {
  /** Stable id of the person (the token's `sub`), or `public` for somebody without a token. */
  subject: string;
  name?: string;
  roles: readonly Role[];
  /** The one complaint that a customer's tracking session opens. */
  complaintId?: string;
}

/** Who calls, in the form that `runWork` takes. */
export interface Caller extends Principal, WorkContext {
  isImporter: boolean;
  /** The `Idempotency-Key` of a POST, when the client sent one. */
  idempotencyKey?: string;
}

export const NOBODY: Principal = Object.freeze({ subject: 'public', roles: [] });
