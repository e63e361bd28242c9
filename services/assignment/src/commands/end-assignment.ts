import type { Work } from '#libs/messaging';
import { cycleAt, end, holderOf } from '../domain/assignment.js';
import { assignmentNotFound } from '../domain/errors.js';
import { cyclesOf } from '../store/assignment-rows.js';
import { holdDispatch } from '../store/dispatch.js';
import { recordMove } from './record-move.js';
import { serveQueue } from './route-queue.js';

/** Handling is over: closed names its cycle, withdrawn means the one of its time. */
export interface EndAssignment {
  complaintId: string;
  because: 'closed' | 'withdrawn';
  cycle?: number;
}

/** Ends a cycle, so that it can never be escalated again, and gives the freed agent what waits longest. */
export async function endAssignment(work: Work, { complaintId, because, cycle }: EndAssignment): Promise<void> {
  await holdDispatch(work.tx);
  const cycles = await cyclesOf(work.tx, complaintId);
  const assignment = cycle === undefined ? cycleAt(cycles, work.now) : cycles.find((one) => one.cycle === cycle);
  if (!assignment) throw assignmentNotFound(); // its registration is parked or still to come: this event waits for it

  const ended = end(assignment, because, work.now);
  if (ended === assignment) return;
  await recordMove(work, assignment, ended);
  const freed = holderOf(assignment);
  if (freed && !assignment.historical) await serveQueue(work, [freed]); // past work takes no capacity, so its end frees none
}
