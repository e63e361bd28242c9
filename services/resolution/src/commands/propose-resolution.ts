import { ResolutionProposed } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import { declinedProposalOf } from '../domain/history.js';
import type { ResolutionPolicy } from '../domain/policy.js';
import { mustBeSoundRedress, mustBeWithinAuthority } from '../domain/redress.js';
import { propose, type Proposal, type Resolution } from '../domain/resolution.js';
import { actsForEveryone } from '../domain/rights.js';
import { DeclinedProposalTable } from '../store/history.table.js';
import { insertion, nextVersion } from '../store/rows.js';
import { resolutionForHandling, type Handling } from './for-handling.js';

type ProposeResolution = Handling & Proposal & { policy: ResolutionPolicy };

/** The customer is told the decision, its reasons and the redress; after a declined decision this is the second look at it. */
export async function proposeResolution(work: Work, { decision, reasons, redress, policy, ...handling }: ProposeResolution): Promise<Resolution> {
  mustBeSoundRedress(redress);
  const resolution = await resolutionForHandling(work, handling, 'propose');
  const proposed = propose(resolution, { decision, reasons, redress }, work.now, work.actor);
  if (!actsForEveryone(handling.by)) mustBeWithinAuthority(redress, policy.agentRedressLimitsMinor);

  if (resolution.stage > 0) work.store(insertion(DeclinedProposalTable, declinedProposalOf(resolution, work.newId())));
  const { saved, statement } = nextVersion(resolution, proposed);
  work.store(statement);
  const { complaintId, cycle, stage } = saved;
  work.emit(ResolutionProposed({ complaintId, cycle, stage, decision, redress, proposedAt: work.now.toISOString() }));
  return saved;
}
