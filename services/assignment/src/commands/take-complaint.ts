import type { Work } from '#libs/messaging';
import { requireRoom, type Person } from '../domain/agent.js';
import { take } from '../domain/assignment.js';
import { agentNotRegistered, assignmentNotFound } from '../domain/errors.js';
import { AgentTable } from '../store/agent.table.js';
import { cyclesOf } from '../store/assignment-rows.js';
import { holdDispatch } from '../store/dispatch.js';
import { recordMoves } from './record-moves.js';

/** An agent helps themselves from the queue; of two in the same instant, one gets it. */
export async function takeComplaint(work: Work, { complaintId, person }: { complaintId: string; person: Person }): Promise<void> {
  await holdDispatch(work.tx);
  const agent = await work.tx.getRepository(AgentTable).findOneBy({ subject: person.subject });
  if (!agent) throw agentNotRegistered();
  const [assignment] = await cyclesOf(work.tx, complaintId);
  if (!assignment) throw assignmentNotFound();

  const taken = take(assignment, agent, work.now);
  if (taken === assignment) return;
  requireRoom(agent, assignment, 'themselves');
  await recordMoves(work.tx, [{ work, before: assignment, after: taken, agent }]);
}
