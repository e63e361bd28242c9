import type { Work } from '#libs/messaging';
import { findingIn, type Finding } from '../domain/conversation.js';
import { FindingTable } from '../store/conversation.table.js';
import { insertion } from '../store/rows.js';
import { resolutionForHandling, type Handling } from './for-handling.js';

/** The agent notes what was found out; customers never see it. */
export async function recordFinding(work: Work, { text, ...handling }: Handling & { text: string }): Promise<Finding & { version: number }> {
  const resolution = await resolutionForHandling(work, handling, 'record-finding');

  const finding = findingIn(resolution, { id: work.newId(), text, by: work.actor, at: work.now });
  work.store(insertion(FindingTable, finding));
  return { ...finding, version: resolution.version };
}
