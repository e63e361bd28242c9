import { ResolutionDeclined } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import { decline, type Resolution } from '../domain/resolution.js';
import { nextVersion } from '../store/rows.js';
import { resolutionForHandling, type Handling } from './for-handling.js';

/** The customer objects: the next stage has to look at the decision again. */
export async function declineResolution(work: Work, { reason, ...handling }: Handling & { reason?: string }): Promise<Resolution> {
  const resolution = await resolutionForHandling(work, handling, 'decline');

  const { saved, statement } = nextVersion(resolution, decline(resolution, reason ?? null, work.now));
  work.store(statement);
  const { complaintId, cycle, stage } = saved;
  work.emit(ResolutionDeclined({ complaintId, cycle, stage, declinedAt: work.now.toISOString() }));
  return saved;
}
