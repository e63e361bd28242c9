import type { EntityManager } from 'typeorm';
import { leave, mayLeave } from '../domain/resolution.js';
import { lockAll, saveAll } from '../store/rows.js';

/** These complaints wait for somebody: whoever had them is responsible no longer. One that nobody ever had has no investigation yet. */
export async function noteQueued(tx: EntityManager, complaintIds: readonly string[]): Promise<void> {
  const known = await lockAll(tx, complaintIds);
  const left = known.flatMap((resolution) => (resolution && mayLeave(resolution) ? [leave(resolution)] : []));
  await saveAll(tx, left);
}
