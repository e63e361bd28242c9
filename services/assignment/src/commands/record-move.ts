import { ComplaintAssigned, ComplaintQueued } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import type { Agent } from '../domain/agent.js';
import { holderOf, isWaiting, type Assignment } from '../domain/assignment.js';
import { agentAtCapacity } from '../domain/errors.js';
import { insertAssignment, updateAssignment } from '../store/assignment-rows.js';
import { addLoad, removeLoad } from '../store/load.js';

/** Stores where an assignment went, keeps the agents' loads true to it, and tells who has it now. Call it while holding the dispatch. */
export async function recordMove(work: Work, before: Assignment | null, after: Assignment, agent?: Agent): Promise<void> {
  await (before ? updateAssignment(work.tx, after) : insertAssignment(work.tx, after));

  const previous = before && holderOf(before);
  const holder = holderOf(after);
  if (previous && previous !== holder) await removeLoad(work.tx, previous);
  if (holder && holder !== previous) {
    if (!(await addLoad(work.tx, holder, after))) throw agentAtCapacity();
    work.emit(complaintAssigned(after, agent));
  }
  if (isWaiting(after) && !(before && isWaiting(before))) work.emit(complaintQueued(after));
}

// The row holds the facts as text; the contract checks again that they are its own words.
type Loose<Contract extends (data: never) => unknown> = Parameters<Contract>[0];

function complaintAssigned(assignment: Assignment, agent?: Agent) {
  return ComplaintAssigned({
    ...onTheWire(assignment),
    agentSubject: agent?.subject,
    assignedAt: assignment.assignedAt?.toISOString(),
  } as Loose<typeof ComplaintAssigned>);
}

function complaintQueued(assignment: Assignment) {
  return ComplaintQueued({ ...onTheWire(assignment), reason: assignment.queueReason, queuedAt: assignment.queuedAt?.toISOString() } as Loose<
    typeof ComplaintQueued
  >);
}

function onTheWire({
  complaintId,
  cycle,
  agentId,
  teamId,
  how,
  answerDueAt,
  kind,
  channel,
  product,
  language,
  priority,
  needsCare,
  occurredAt,
  registeredAt,
  historical,
}: Assignment) {
  const moments = { answerDueAt: answerDueAt.toISOString(), occurredAt: occurredAt.toISOString(), registeredAt: registeredAt.toISOString() };
  return { complaintId, cycle, agentId, teamId, how, kind, channel, product, language, priority, needsCare, historical, ...moments };
}
