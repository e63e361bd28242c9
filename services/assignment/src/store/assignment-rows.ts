import type { EntityManager } from 'typeorm';
import type { Assignment } from '../domain/assignment.js';
import { AssignmentTable } from './assignment.table.js';
import { statement } from './statement.js';

// Property, column and type of everything in the table, in its order: the only list is the table's.
const COLUMNS = Object.entries(AssignmentTable.options.columns).map(([property, column]) => ({
  property: property as keyof Assignment,
  column: column?.name ?? property,
  type: `${String(column?.type)}${column?.array ? '[]' : ''}`,
}));
/** Everything of an assignment, from the row that a statement calls `a`. */
export const SELECTED = COLUMNS.map(({ property, column }) => `a.${column} as "${property}"`).join(', ');
const NAMED = COLUMNS.map(({ column }) => column).join(', ');
const WRITTEN = COLUMNS.map(({ property }) => `given."${property}"`).join(', ');
const GIVEN = `json_to_recordset($1::json) as given(${COLUMNS.map(({ property, type }) => `"${property}" ${type}`).join(', ')})`;

const insert = statement('insert', `insert into assignment (${NAMED}) select ${WRITTEN} from ${GIVEN}`);
const update = statement('update', `update assignment a set (${NAMED}) = row (${WRITTEN}) from ${GIVEN} where a.id = given.id`);
const ofComplaints = statement<Assignment>(
  'of-complaints',
  `select ${SELECTED} from assignment a where a.complaint_id = any($1::uuid[]) order by a.complaint_id, a.cycle desc for update`,
);
const byIds = statement<Assignment>('by-ids', `select ${SELECTED} from assignment a where a.id = any($1)`);

/** Stores new cycles. */
export async function insertAssignments(tx: EntityManager, assignments: readonly Assignment[]): Promise<void> {
  if (assignments.length > 0) await insert(tx, JSON.stringify(assignments));
}

/** Stores what became of cycles; their rows are locked by whoever decided. */
export async function updateAssignments(tx: EntityManager, assignments: readonly Assignment[]): Promise<void> {
  if (assignments.length > 0) await update(tx, JSON.stringify(assignments));
}

/** All cycles of a complaint, newest first; locked. */
export function cyclesOf(tx: EntityManager, complaintId: string): Promise<Assignment[]> {
  return ofComplaints(tx, [complaintId]);
}

/** All cycles of each of these complaints, newest first; locked. */
export async function cyclesOfEach(tx: EntityManager, complaintIds: readonly string[]): Promise<Map<string, Assignment[]>> {
  const cycles = new Map<string, Assignment[]>(complaintIds.map((id) => [id, []]));
  for (const assignment of await ofComplaints(tx, complaintIds)) cycles.get(assignment.complaintId)?.push(assignment);
  return cycles;
}

/** The named rows, in the order of the names. */
export async function assignmentsBy(tx: EntityManager, ids: readonly string[]): Promise<Assignment[]> {
  if (ids.length === 0) return [];
  const found = new Map((await byIds(tx, ids)).map((assignment) => [assignment.id, assignment]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
