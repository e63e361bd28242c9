import type { ResolutionPolicy } from '../domain/policy.js';

/** The module provides the policy under this token, so that controllers hand it to commands. */
export const POLICY = Symbol('RESOLUTION_POLICY');

export type { ResolutionPolicy };
