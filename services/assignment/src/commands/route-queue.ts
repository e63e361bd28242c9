import type { Work } from '#libs/messaging';
import type { EntityManager } from 'typeorm';
import { assign } from '../domain/assignment.js';
import { Roster } from '../domain/roster.js';
import { holdDispatch } from '../store/dispatch.js';
import { agentsToRouteTo } from '../store/load.js';
import { waitingFor } from '../store/waiting.js';
import { recordMoves } from './record-moves.js';

/** Locks few rows at a time; the rest follows in the next round. */
const ROUND = 200;

/** An agent who may have room now, and the work that made it. */
export interface Freed {
  work: Work;
  agentId: string;
}

/** Gives what waits to whoever has room. Returns how many moved. */
export async function routeQueue(work: Work): Promise<number> {
  await holdDispatch(work.tx);
  return serve(work.tx, undefined, () => work);
}

/**
 * Gives waiting complaints, the most pressing and longest waiting first, to these agents as far as they have room. Call it
 * while holding the dispatch.
 */
export async function serveQueue(tx: EntityManager, freed: readonly Freed[]): Promise<void> {
  if (freed.length === 0) return;
  const works = new Map<string, Work[]>();
  for (const { work, agentId } of freed) works.set(agentId, [...(works.get(agentId) ?? []), work]);
  // What an agent gets follows from what they gave away, one for one; more than that, from the last.
  const workOf = (agentId: string): Work => {
    const own = works.get(agentId) ?? [];
    return (own.length > 1 ? own.shift() : own[0]) ?? freed[0]!.work;
  };
  await serve(tx, [...works.keys()], workOf);
}

async function serve(tx: EntityManager, agentIds: readonly string[] | undefined, workOf: (agentId: string) => Work): Promise<number> {
  const roster = new Roster(await agentsToRouteTo(tx, agentIds));
  for (let moved = 0; ;) {
    const limit = Math.min(roster.places || ROUND, ROUND); // without room there may still be past work, which needs none
    const waiting = await waitingFor(tx, roster.openNeeds(), limit);
    const moves = waiting.flatMap((before) => {
      const { agent } = roster.place(before);
      if (!agent) return []; // an earlier one of this round took the last place
      const work = workOf(agent.id);
      return [{ work, before, after: assign(before, agent, work.now), agent }];
    });
    if (moves.length > 0) await recordMoves(tx, moves);
    moved += moves.length;
    if (moves.length === 0 || waiting.length < limit) return moved;
  }
}
