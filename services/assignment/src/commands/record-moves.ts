import { ComplaintAssigned, ComplaintQueued } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import type { EntityManager } from 'typeorm';
import type { Agent } from '../domain/agent.js';
import { holderOf, isWaiting, type Assignment } from '../domain/assignment.js';
import { agentAtCapacity } from '../domain/errors.js';
import { loadChanges, type Step } from '../domain/load-changes.js';
import { insertAssignments, updateAssignments } from '../store/assignment-rows.js';
import { changeLoads } from '../store/load.js';

/** A decision about one assignment. */
export interface Move extends Step {
  /** In whose name it was decided, and who tells of it. */
  work: Work;
  /** Whoever has it now, when their entry was read anyway. */
  agent?: Agent;
}

/**
 * Stores where assignments went, each of them once, keeps the agents' loads true to it, and tells who has them now. Call it
 * while holding the dispatch.
 */
export async function recordMoves(tx: EntityManager, moves: readonly Move[]): Promise<void> {
  const changed = moves.filter(({ before }) => before).map(({ after }) => after);
  const begun = moves.filter(({ before }) => !before).map(({ after }) => after);
  // Sent together, run one after the other: a cycle ends before the next one of the same complaint begins.
  const [, , withinCapacity] = await Promise.all([updateAssignments(tx, changed), insertAssignments(tx, begun), changeLoads(tx, loadChanges(moves))]);
  if (!withinCapacity) throw agentAtCapacity();
  for (const move of moves) tell(move);
}

function tell({ work, before, after, agent }: Move): void {
  const holder = holderOf(after);
  if (holder && holder !== (before && holderOf(before))) work.emit(complaintAssigned(after, agent));
  if (isWaiting(after) && !(before && isWaiting(before))) work.emit(complaintQueued(after));
}

// The row holds the facts as text; the contract checks again that they are its own words.
type Loose<Contract extends (data: never) => unknown> = Parameters<Contract>[0];

function complaintAssigned(assignment: Assignment, agent?: Agent) {
  return ComplaintAssigned({
    agentSubject: agent?.subject,
    assignedAt: assignment.assignedAt?.toISOString(),
    ...onTheWire(assignment),
  } as Loose<typeof ComplaintAssigned>);
}

function complaintQueued(assignment: Assignment) {
  return ComplaintQueued({ reason: assignment.queueReason, queuedAt: assignment.queuedAt?.toISOString(), ...onTheWire(assignment) } as Loose<
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
