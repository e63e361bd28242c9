import { DomainError } from './domain-error.js';

/** Refuses a change that was decided upon another version than the present one; without one (`seen` undefined: importers, customers) nothing is checked. */
export function mustBeAt(noun: string, { version }: { version: number }, seen: number | undefined): void {
  if (seen === undefined || seen === version) return;
  throw new DomainError('version.stale', `The ${noun} has changed since you read it: it is at version ${version}, not ${seen}.`, 'stale', {
    remedy: 'Read it again, look at what changed, and repeat the request with its new ETag in If-Match.',
  });
}
