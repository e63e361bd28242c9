import type { EntityManager } from 'typeorm';
import type { Assignment } from '../domain/assignment.js';
import { AssignmentTable } from './assignment.table.js';
import { statement } from './statement.js';

// Property and column of everything in the table, in its order: the only list is the table's.
const COLUMNS = Object.entries(AssignmentTable.options.columns).map(([property, column]) => ({
  property: property as keyof Assignment,
  column: column?.name ?? property,
}));
const SELECTED = COLUMNS.map(({ property, column }) => `a.${column} as "${property}"`).join(', ');
const NAMED = COLUMNS.map(({ column }) => column).join(', ');
const NUMBERED = COLUMNS.map((_, index) => `$${index + 1}`).join(', ');

const insert = statement('insert', `insert into assignment (${NAMED}) values (${NUMBERED})`);
const update = statement('update', `update assignment set (${NAMED}) = row (${NUMBERED}) where id = $1`);
const ofComplaint = statement<Assignment>(
  'of-complaint',
  `select ${SELECTED} from assignment a where a.complaint_id = $1 order by a.cycle desc for update`,
);
const byIds = statement<Assignment>('by-ids', `select ${SELECTED} from assignment a where a.id = any($1)`);

/** Stores a new cycle. */
export async function insertAssignment(tx: EntityManager, assignment: Assignment): Promise<void> {
  await insert(tx, ...valuesOf(assignment));
}

/** Stores what became of a cycle; its row is locked by whoever decided. */
export async function updateAssignment(tx: EntityManager, assignment: Assignment): Promise<void> {
  await update(tx, ...valuesOf(assignment));
}

/** All cycles of a complaint, newest first; locked. */
export function cyclesOf(tx: EntityManager, complaintId: string): Promise<Assignment[]> {
  return ofComplaint(tx, complaintId);
}

/** The named rows, in the order of the names. */
export async function assignmentsBy(tx: EntityManager, ids: readonly string[]): Promise<Assignment[]> {
  if (ids.length === 0) return [];
  const found = await byIds(tx, ids);
  return ids.flatMap((id) => found.filter((assignment) => assignment.id === id));
}

function valuesOf(assignment: Assignment): unknown[] {
  return COLUMNS.map(({ property }) => assignment[property]);
}
