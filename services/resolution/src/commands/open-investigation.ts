import { InvestigationOpened, type ComplaintAssigned, type DataOf } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import { openedInvestigation, reassign } from '../domain/resolution.js';
import { ResolutionTable } from '../store/resolution.table.js';
import { insertRow, lockRow, saveChanges } from '../store/rows.js';

/** The first assignment of a complaint opens its investigation; a later one only says who is responsible now. */
export async function openInvestigation(work: Work, assigned: DataOf<typeof ComplaintAssigned>): Promise<void> {
  const { complaintId, cycle, agentId, agentSubject = null } = assigned;
  const { kind, channel, product, language, priority, needsCare, occurredAt, registeredAt, historical } = assigned;
  const facts = { kind, channel, product, language, priority, needsCare, occurredAt, registeredAt, historical };
  const assignee = { agentId, agentSubject, facts };

  if (await insertRow(work.tx, ResolutionTable, openedInvestigation(complaintId, cycle, assignee, work.now))) {
    work.emit(InvestigationOpened({ complaintId, cycle, openedAt: work.now.toISOString() }));
    return;
  }
  const known = await lockRow(work.tx, complaintId); // being handled already, or withdrawn before this assignment was heard
  if (known !== undefined) await saveChanges(work.tx, known, reassign(known, assignee));
}
