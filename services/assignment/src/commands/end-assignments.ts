import type { Work } from '#libs/messaging';
import type { EntityManager } from 'typeorm';
import { cycleAt, end, holderOf } from '../domain/assignment.js';
import { assignmentNotFound } from '../domain/errors.js';
import { cyclesOfEach } from '../store/assignment-rows.js';
import { holdDispatch } from '../store/dispatch.js';
import { recordMoves } from './record-moves.js';
import { serveQueue } from './route-queue.js';

/** Handling is over: closed names its cycle, withdrawn means the one of its time. */
export interface EndAssignment {
  work: Work;
  complaintId: string;
  because: 'closed' | 'withdrawn';
  cycle?: number;
}

/** Ends cycles of different complaints, so that they can never be escalated again, and gives the freed agents what waits longest. */
export async function endAssignments(tx: EntityManager, endings: readonly EndAssignment[]): Promise<void> {
  const ids = endings.map(({ complaintId }) => complaintId);
  // Sent together: the cycles are read when the dispatch is held.
  const [, cyclesOf] = await Promise.all([holdDispatch(tx), cyclesOfEach(tx, ids)]);

  const moves = endings.flatMap(({ work, complaintId, because, cycle }) => {
    const cycles = cyclesOf.get(complaintId) ?? [];
    const before = cycle === undefined ? cycleAt(cycles, work.now) : cycles.find((one) => one.cycle === cycle);
    if (!before) throw assignmentNotFound(); // its registration is parked or still to come: this event waits for it
    const after = end(before, because, work.now);
    return after === before ? [] : [{ work, before, after }];
  });
  if (moves.length === 0) return;
  await recordMoves(tx, moves);

  const freed = moves.flatMap(({ work, before }) => {
    const agentId = holderOf(before);
    return agentId && !before.historical ? [{ work, agentId }] : []; // past work takes no capacity, so its end frees none
  });
  await serveQueue(tx, freed);
}
