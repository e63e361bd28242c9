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

// Each row is found by its key. As joins to a list they would be planned once, while the table is small, and then read all of it.
const insert = statement('insert', `insert into assignment (${NAMED}) select ${WRITTEN} from ${GIVEN}`);
const update = statement(
  'update',
  `insert into assignment (${NAMED}) select ${WRITTEN} from ${GIVEN}
   on conflict (id) do update set (${NAMED}) = row (${COLUMNS.map(({ column }) => `excluded.${column}`).join(', ')})`,
);
const ofComplaints = statement<Assignment>(
  'of-complaints',
  `select a.* from unnest($1::uuid[]) as c(id)
   cross join lateral (select ${SELECTED} from assignment a where a.complaint_id = c.id order by a.cycle desc for update) as a`,
);

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

/** All cycles of each of these complaints, newest first; locked, in one order for everybody. */
export async function cyclesOfEach(tx: EntityManager, complaintIds: readonly string[]): Promise<Map<string, Assignment[]>> {
  const cycles = new Map<string, Assignment[]>(complaintIds.map((id) => [id, []]));
  for (const assignment of await ofComplaints(tx, [...complaintIds].sort())) cycles.get(assignment.complaintId)?.push(assignment);
  return cycles;
}
