import type { Work } from '#libs/messaging';
import { assign, queue, type Assignment } from '../domain/assignment.js';
import { chooseAgent } from '../domain/choose-agent.js';
import { agentsSpeaking } from '../store/load.js';
import { recordMove } from './record-move.js';

/** Gives a new cycle to the agent whom the rule chooses, or to the queue with the reason why nobody could be found. */
export async function placeAssignment(work: Work, fresh: Assignment, preferred?: string | null): Promise<void> {
  const choice = chooseAgent(await agentsSpeaking(work.tx, fresh.language), fresh, preferred);
  if (choice.agent) await recordMove(work, null, assign(fresh, choice.agent, work.now), choice.agent);
  else await recordMove(work, null, queue(fresh, choice.reason));
}
