import { mustBeAt } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { notFound } from '../domain/errors.js';
import { mustFollow, type Resolution, type ResolutionAction } from '../domain/resolution.js';
import { mustHandle, type Acting } from '../domain/rights.js';
import { lockRow } from '../store/rows.js';

/** Which complaint, on whose word, and upon which version the decision was made (undefined: whatever it is now). */
export interface Handling {
  complaintId: string;
  by: Acting;
  expectedVersion?: number;
}

/** The resolution of a complaint, locked for this work, when the one who asks may handle it; `action` is what is about to be done with it. */
export async function resolutionForHandling(
  work: Work,
  { complaintId, by, expectedVersion }: Handling,
  action: ResolutionAction,
): Promise<Resolution> {
  const resolution = await lockRow(work.tx, complaintId);
  if (resolution === undefined || resolution.facts === null) throw notFound();
  mustHandle(resolution, by);
  mustBeAt('resolution', resolution, expectedVersion);
  mustFollow(resolution, action, by.now);
  return resolution;
}
