import type { Work } from '#libs/messaging';
import type { AnswerPolicy } from '../domain/answer-due.js';
import { end, startAssignment } from '../domain/assignment.js';
import { needsSomebody, type ComplaintFacts } from '../domain/complaint-facts.js';
import { holdDispatch } from '../store/dispatch.js';
import { placeAssignment } from './place-assignment.js';
import { recordMove } from './record-move.js';

export type { AnswerPolicy };

/** A newly registered complaint and what we know of it. */
export interface RouteComplaint {
  complaintId: string;
  facts: ComplaintFacts;
}

/** Finds somebody for a new complaint, or puts it into the queue; praise is kept as needing nobody. */
export async function routeComplaint(work: Work, { complaintId, facts }: RouteComplaint, policy: AnswerPolicy): Promise<void> {
  await holdDispatch(work.tx);
  const fresh = startAssignment(facts, { id: work.newId(), complaintId, cycle: 1 }, work.now, policy);
  if (needsSomebody(facts)) await placeAssignment(work, fresh);
  else await recordMove(work, null, end(fresh, 'needs-nobody', work.now));
}
