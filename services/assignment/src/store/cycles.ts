import type { EntityManager } from 'typeorm';
import type { Assignment } from '../domain/assignment.js';
import { AssignmentTable } from './assignment.table.js';

/** All cycles of a complaint, newest first; locked. */
export function cyclesOf(tx: EntityManager, complaintId: string): Promise<Assignment[]> {
  return tx.getRepository(AssignmentTable).find({ where: { complaintId }, order: { cycle: 'DESC' }, lock: { mode: 'pessimistic_write' } });
}
