import type { ComplaintAssigned, DataOf } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import type { EntityManager } from 'typeorm';
import { openedInvestigation, reassign, type Assignee } from '../domain/resolution.js';
import { insertAll, lockAll, saveAll } from '../store/rows.js';

type Assigned = DataOf<typeof ComplaintAssigned>;

/** Assignments of different complaints, each with the work that knows when it was. */
export type HeardAssignments = readonly { work: Work; assigned: Assigned }[];

/** The first assignment of a complaint opens its investigation; a later one only says who is responsible now. */
export async function openInvestigations(tx: EntityManager, heard: HeardAssignments): Promise<void> {
  const investigations = heard.map(({ work, assigned }) => openedInvestigation(assigned.complaintId, assigned.cycle, assigneeOf(assigned), work.now));
  const opened = await insertAll(tx, investigations);

  // Being handled already, or withdrawn before this assignment was heard.
  const later = heard.filter((_, index) => !opened[index]).map(({ assigned }) => assigned);
  const ids = later.map(({ complaintId }) => complaintId);
  const known = await lockAll(tx, ids);
  const reassigned = later.flatMap((assigned, index) => {
    const resolution = known[index];
    if (!resolution) return [];
    const after = reassign(resolution, assigneeOf(assigned));
    return after === resolution ? [] : [after]; // reopened, and with the same agent: whoever read it may go on
  });
  await saveAll(tx, reassigned);
}

function assigneeOf(assigned: Assigned): Assignee {
  const { agentId, agentSubject = null } = assigned;
  const { kind, channel, product, language, priority, needsCare, occurredAt, registeredAt, historical } = assigned;
  return { agentId, agentSubject, facts: { kind, channel, product, language, priority, needsCare, occurredAt, registeredAt, historical } };
}
