import type { Work } from '#libs/messaging';
import type { AnswerPolicy } from '../domain/answer-due.js';
import { end, holderOf, isOver, startAssignment, takenBackSince } from '../domain/assignment.js';
import { factsOf } from '../domain/complaint-facts.js';
import { assignmentNotFound } from '../domain/errors.js';
import { Roster } from '../domain/roster.js';
import { cyclesOf } from '../store/assignment-rows.js';
import { holdDispatch } from '../store/dispatch.js';
import { agentsSpeaking } from '../store/load.js';
import { placeAssignment } from './place-assignment.js';
import { recordMoves } from './record-moves.js';

export type { AnswerPolicy };

/** A reopened complaint and the number of its new cycle. */
export interface StartNextCycle {
  complaintId: string;
  cycle: number;
}

/** Reopening starts a new cycle beside the old one, with the same agent if there is room, and with a new promise. */
export async function startNextCycle(work: Work, { complaintId, cycle }: StartNextCycle, policy: AnswerPolicy): Promise<void> {
  await holdDispatch(work.tx);
  const [previous, ...earlier] = await cyclesOf(work.tx, complaintId);
  if (!previous) throw assignmentNotFound();
  if ([previous, ...earlier].some((one) => one.cycle >= cycle)) return;

  const roster = new Roster(await agentsSpeaking(work.tx, [previous.language]));
  const holderId = holderOf(previous);
  if (holderId) roster.relieve(holderId, previous);
  const fresh = startAssignment(factsOf(previous), { id: work.newId(), complaintId, cycle }, work.now, policy);
  const over = isOver(previous) ? [] : [{ work, before: previous, after: end(previous, 'closed', work.now) }];
  const takenBack = takenBackSince(previous, fresh);
  const begun = takenBack ? { work, before: null, after: takenBack } : placeAssignment(work, roster, fresh, previous.agentId);
  await recordMoves(work.tx, [...over, begun]);
}
