import { mustBeAt } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { requireMayMove, type Person } from '../domain/agent.js';
import { holderOf, release } from '../domain/assignment.js';
import { assignmentNotFound } from '../domain/errors.js';
import { AgentTable } from '../store/agent.table.js';
import { cyclesOf } from '../store/assignment-rows.js';
import { holdDispatch } from '../store/dispatch.js';
import { recordMoves } from './record-moves.js';
import { serveQueue } from './route-queue.js';

export interface ReleaseComplaint {
  complaintId: string;
  person: Person;
  /** Why, for whoever takes it next. */
  reason?: string;
  /** The version that the person saw. */
  version?: number;
}

/** Gives a complaint back to the queue; the agent gets the next one that waits, but not this one again. */
export async function releaseComplaint(work: Work, { complaintId, person, reason, version }: ReleaseComplaint): Promise<void> {
  await holdDispatch(work.tx);
  const [assignment] = await cyclesOf(work.tx, complaintId);
  if (!assignment) throw assignmentNotFound();
  const holderId = holderOf(assignment);
  const { agentId } = assignment;
  requireMayMove(person, agentId === null ? null : await work.tx.getRepository(AgentTable).findOneBy({ id: agentId }));
  mustBeAt('assignment', assignment, version);

  await recordMoves(work.tx, [{ work, before: assignment, after: release(assignment, work.now, reason) }]);
  if (holderId && !assignment.historical) await serveQueue(work.tx, [{ work, agentId: holderId }]);
}
