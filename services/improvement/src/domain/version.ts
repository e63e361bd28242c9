import { DomainError } from '#libs/domain-kit';

/** Refuses a change that was based on an older state than the present one; an importer does not say which it has seen. */
export function expectVersion(noun: string, present: number, seen: number | undefined): void {
  if (seen === undefined || seen === present) return;
  throw new DomainError('version.stale', `The ${noun} has changed since you read it: it is at version ${present}, not ${seen}.`, 'stale', {
    remedy: 'Read it again and repeat the change with its new ETag in If-Match.',
  });
}
