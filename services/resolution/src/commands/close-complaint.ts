import { ComplaintClosed, type DataOf } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import { close } from '../domain/closure.js';
import type { ResolutionPolicy } from '../domain/policy.js';
import type { ComplaintFacts, Resolution } from '../domain/resolution.js';
import { nextVersion } from '../store/rows.js';
import { resolutionForHandling, type Handling } from './for-handling.js';

type CloseComplaint = Handling & { causeCode?: string; causeNote?: string; policy: ResolutionPolicy };
type Closed = DataOf<typeof ComplaintClosed>;

/** Handling ends: the customer knows the decision, and the cause is named so that it can teach. */
export async function closeComplaint(work: Work, { causeCode, causeNote, policy, ...handling }: CloseComplaint): Promise<Resolution> {
  const resolution = await resolutionForHandling(work, handling, 'close');
  const isRecordOfThePast = resolution.facts.historical && handling.by.roles.includes('importer');
  const closing = { causeCode, causeNote, at: work.now, by: work.actor, isRecordOfThePast };

  const { saved, statement } = nextVersion(resolution, close(resolution, closing, policy));
  work.store(statement);
  work.emit(ComplaintClosed(closedFacts(saved, work.now)));
  return saved;
}

function closedFacts({ complaintId, cycle, decision, causeCode, facts }: Resolution, at: Date): Closed {
  const cause = causeCode === null ? {} : { causeCode, causeBy: 'agent' as const };
  const travelling = facts as ComplaintFacts & Pick<Closed, 'channel' | 'language' | 'priority'>; // as the assignment's contract checked them
  return { complaintId, cycle, decision: decision as Closed['decision'], ...cause, closedAt: at.toISOString(), ...travelling };
}
