import { ComplaintReopened } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import { closedCycleOf } from '../domain/history.js';
import type { ResolutionPolicy } from '../domain/policy.js';
import { reopen, type Resolution } from '../domain/resolution.js';
import { sideOf } from '../domain/rights.js';
import { ResolutionCycleTable } from '../store/history.table.js';
import { insertion, nextVersion } from '../store/rows.js';
import { resolutionForHandling, type Handling } from './for-handling.js';

type ReopenComplaint = Handling & { reason: string; policy: ResolutionPolicy };

/** A closed complaint needs handling again: its cycle is kept as it was, and the next one begins. */
export async function reopenComplaint(work: Work, { reason, policy, ...handling }: ReopenComplaint): Promise<Resolution> {
  const resolution = await resolutionForHandling(work, handling, 'reopen');
  const reopened = reopen(resolution, work.now, policy);
  const reopenedBy = sideOf(handling.by);

  const reopening = { reopenedAt: work.now, reopenedBy, reopenReason: reason };
  work.store(insertion(ResolutionCycleTable, closedCycleOf(resolution, work.newId(), reopening)));
  const { saved, statement } = nextVersion(resolution, reopened);
  work.store(statement);
  const { complaintId, cycle } = saved;
  work.emit(ComplaintReopened({ complaintId, cycle, reopenedBy, reopenedAt: work.now.toISOString() }));
  return saved;
}
