import type { Work } from '#libs/messaging';
import { assign } from '../domain/assignment.js';
import { chooseAgent } from '../domain/choose-agent.js';
import { holdDispatch } from '../store/dispatch.js';
import { agentsToRouteTo } from '../store/load.js';
import { waitingFor } from '../store/waiting.js';
import { recordMove } from './record-move.js';

/** Locks few rows at a time; the rest follows in the next round. */
const ROUND = 50;

/** Gives what waits to whoever has room. Returns how many moved. */
export async function routeQueue(work: Work): Promise<number> {
  await holdDispatch(work.tx);
  return serveQueue(work);
}

/** Gives waiting complaints, the most pressing and longest waiting first, to agents with room: the named ones, or anybody. Call it while holding the dispatch. */
export async function serveQueue(work: Work, agentIds?: readonly string[]): Promise<number> {
  let moved = 0;
  for (;;) {
    const waiting = await waitingFor(work.tx, agentIds, ROUND);
    let movedNow = 0;
    for (const assignment of waiting) {
      const { agent } = chooseAgent(await agentsToRouteTo(work.tx, agentIds), assignment);
      if (!agent) continue; // an earlier one of this round took the last place
      await recordMove(work, assignment, assign(assignment, agent, work.now), agent);
      movedNow += 1;
    }
    moved += movedNow;
    if (movedNow === 0 || waiting.length < ROUND) return moved;
  }
}
