import { ResolutionAccepted } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import { accept, type Resolution } from '../domain/resolution.js';
import { nextVersion } from '../store/rows.js';
import { resolutionForHandling, type Handling } from './for-handling.js';

/** The customer agrees, by own hand or by telling an agent. */
export async function acceptResolution(work: Work, handling: Handling): Promise<Resolution> {
  const resolution = await resolutionForHandling(work, handling, 'accept');

  const { saved, statement } = nextVersion(resolution, accept(resolution, work.now));
  work.store(statement);
  work.emit(ResolutionAccepted({ complaintId: saved.complaintId, cycle: saved.cycle, acceptedAt: work.now.toISOString() }));
  return saved;
}
