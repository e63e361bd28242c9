import type { Work } from '#libs/messaging';
import type { EntityManager } from 'typeorm';
import type { AnswerPolicy } from '../domain/answer-due.js';
import { end, startAssignment } from '../domain/assignment.js';
import { needsSomebody, type ComplaintFacts } from '../domain/complaint-facts.js';
import { Roster } from '../domain/roster.js';
import { holdDispatch } from '../store/dispatch.js';
import { agentsSpeaking } from '../store/load.js';
import { placeAssignment } from './place-assignment.js';
import { recordMoves } from './record-moves.js';

export type { AnswerPolicy };

/** A newly registered complaint and what we know of it. */
export interface RouteComplaint {
  work: Work;
  complaintId: string;
  facts: ComplaintFacts;
}

/** Finds somebody for each new complaint, in their order, or puts it into the queue; praise is kept as needing nobody. */
export async function routeComplaints(tx: EntityManager, complaints: readonly RouteComplaint[], policy: AnswerPolicy): Promise<void> {
  const languages = complaints.map(({ facts }) => facts.language);
  // Sent together: the agents are read when the dispatch is held.
  const [, agents] = await Promise.all([holdDispatch(tx), agentsSpeaking(tx, languages)]);
  const roster = new Roster(agents);

  const moves = complaints.map(({ work, complaintId, facts }) => {
    const fresh = startAssignment(facts, { id: work.newId(), complaintId, cycle: 1 }, work.now, policy);
    if (needsSomebody(facts)) return placeAssignment(work, roster, fresh);
    return { work, before: null, after: end(fresh, 'needs-nobody', work.now) };
  });
  await recordMoves(tx, moves);
}
