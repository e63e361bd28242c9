import type { Work } from '#libs/messaging';
import { assign, queue, type Assignment } from '../domain/assignment.js';
import type { Roster } from '../domain/roster.js';
import type { Move } from './record-moves.js';

/** Gives a new cycle to the agent whom the rule chooses, or to the queue with the reason why nobody could be found. */
export function placeAssignment(work: Work, roster: Roster, fresh: Assignment, preferred?: string | null): Move {
  const choice = roster.place(fresh, preferred);
  if (choice.agent) return { work, before: null, after: assign(fresh, choice.agent, work.now), agent: choice.agent };
  return { work, before: null, after: queue(fresh, choice.reason) };
}
