import { mustBeAt } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { requireMayMove, requireRoom, type Person } from '../domain/agent.js';
import { holderOf, transfer } from '../domain/assignment.js';
import { assignmentNotFound, unknownAgent } from '../domain/errors.js';
import { AgentTable } from '../store/agent.table.js';
import { cyclesOf } from '../store/assignment-rows.js';
import { holdDispatch } from '../store/dispatch.js';
import { recordMoves } from './record-moves.js';
import { serveQueue } from './route-queue.js';

export interface TransferComplaint {
  complaintId: string;
  /** Who gets it. */
  agentId: string;
  person: Person;
  /** The version that the person saw. */
  version?: number;
}

/** Hands a complaint to a named agent; whoever had it gets the next one that waits. */
export async function transferComplaint(work: Work, { complaintId, agentId, person, version }: TransferComplaint): Promise<void> {
  await holdDispatch(work.tx);
  const agents = work.tx.getRepository(AgentTable);
  const [assignment] = await cyclesOf(work.tx, complaintId);
  if (!assignment) throw assignmentNotFound();
  const holderId = holderOf(assignment);
  requireMayMove(person, assignment.agentId === null ? null : await agents.findOneBy({ id: assignment.agentId }));
  mustBeAt('assignment', assignment, version);
  const agent = await agents.findOneBy({ id: agentId });
  if (!agent) throw unknownAgent();

  const transferred = transfer(assignment, agent, work.now);
  requireRoom(agent, assignment, 'another');
  await recordMoves(work.tx, [{ work, before: assignment, after: transferred, agent }]);
  if (holderId && !assignment.historical) await serveQueue(work.tx, [{ work, agentId: holderId }]);
}
