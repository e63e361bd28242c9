import type { EntityManager, EntitySchema } from 'typeorm';
import type { Resolution } from '../domain/resolution.js';
import { arraysOf, columnsOf, prepared, runPrepared, valuesOf, type PreparedStatement } from './prepared.js';
import { ResolutionTable } from './resolution.table.js';

// Handling a complaint is the hot path. Written as SQL, a command is one locking read, and its writes travel with the commit;
// through a repository each save would first read the row again.

const COLUMNS = columnsOf(ResolutionTable);
const AS_RESOLUTION = COLUMNS.map(({ name, property }) => `${name} as "${property}"`).join(', ');
const LOCK = `select ${AS_RESOLUTION} from resolution where complaint_id = $1 for update`;
const READ = `select ${AS_RESOLUTION}, clock_timestamp() as "asOf" from resolution where complaint_id = $1 and facts is not null`;

/** Locks the row of a complaint until the work ends; also finds a withdrawal that came before its assignment (`facts` is null). */
export async function lockRow(tx: EntityManager, complaintId: string): Promise<Resolution | undefined> {
  return (await runPrepared<Resolution>(tx, LOCK, [complaintId]))[0];
}

/** The resolution of a complaint and the moment of reading, without a lock. */
export async function readRow(db: EntityManager, complaintId: string): Promise<{ resolution: Resolution; asOf: Date } | undefined> {
  const rows: (Resolution & { asOf: Date })[] = await db.query(READ, [complaintId]);
  if (rows[0] === undefined) return undefined;
  const { asOf, ...resolution } = rows[0];
  return { resolution, asOf };
}

/** The statement that stores one row of any table of this service; a row with its key that is there already stays. */
export function insertion<Plain extends object>(
  table: EntitySchema<Plain>,
  plain: { [Property in keyof Plain]?: Plain[Property] | null },
): PreparedStatement {
  const given = columnsOf(table).filter(({ property }) => property in plain);
  const names = given.map(({ name }) => name).join(', ');
  const places = given.map((_, index) => `$${index + 1}`).join(', ');
  return prepared(`insert into ${table.options.name} (${names}) values (${places}) on conflict do nothing`, valuesOf(plain, given));
}

/** The next version of a resolution, and the statement that stores what changed. Its row is locked by this work. */
export function nextVersion(before: Resolution, after: Resolution): { saved: Resolution; statement: PreparedStatement } {
  const saved: Resolution = { ...after, version: before.version + 1 };
  const changed = COLUMNS.filter(({ property }) => saved[property as keyof Resolution] !== before[property as keyof Resolution]);
  const assignments = changed.map(({ name }, index) => `${name} = $${index + 2}`).join(', ');
  const values = [before.complaintId, ...valuesOf(saved, changed)];
  return { saved, statement: prepared(`update resolution set ${assignments} where complaint_id = $1`, values) };
}

const NAMES = COLUMNS.map(({ name }) => name).join(', ');
const ARRAYS = COLUMNS.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
// In one order for everybody: two transactions with the same complaints must not wait for each other.
const INSERT_ALL = `insert into resolution (${NAMES}) select * from unnest(${ARRAYS}) as given(${NAMES}) order by complaint_id`;
const OPEN_ALL = `${INSERT_ALL} on conflict do nothing returning complaint_id as "complaintId"`;
const REPLACED = COLUMNS.filter(({ property }) => property !== 'complaintId').map(({ name }) => `${name} = excluded.${name}`);
const SAVE_ALL = `${INSERT_ALL} on conflict (complaint_id) do update set ${REPLACED.join(', ')}`;
// `offset 0` keeps every look-up a walk of the index, also in a plan that was made while the table was empty.
const LOCK_ALL = `select ${AS_RESOLUTION} from (select id from unnest($1::uuid[]) as given(id) order by id) as asked
  cross join lateral (select * from resolution where complaint_id = asked.id for update offset 0) as resolution`;

/** Stores the resolutions of complaints that have none yet; says of each, in their order, whether it was stored. */
export async function insertAll(
  tx: EntityManager,
  resolutions: readonly { [Property in keyof Resolution]: Resolution[Property] | null }[],
): Promise<boolean[]> {
  const rows = await runPrepared<Pick<Resolution, 'complaintId'>>(tx, OPEN_ALL, arraysOf(resolutions, COLUMNS));
  const stored = new Set(rows.map(({ complaintId }) => complaintId));
  return resolutions.map(({ complaintId }) => stored.has(String(complaintId).toLowerCase())); // as PostgreSQL writes it
}

/** Locks the rows of these complaints until the work ends, and answers them in their order; undefined where there is none. */
export async function lockAll(tx: EntityManager, complaintIds: readonly string[]): Promise<(Resolution | undefined)[]> {
  if (complaintIds.length === 0) return [];
  const rows = await runPrepared<Resolution>(tx, LOCK_ALL, [complaintIds]);
  const found = new Map(rows.map((row) => [row.complaintId, row]));
  return complaintIds.map((id) => found.get(id.toLowerCase()));
}

/** Writes these as the next version of rows that this work has locked. */
export async function saveAll(tx: EntityManager, changed: readonly Resolution[]): Promise<void> {
  if (changed.length === 0) return;
  const saved = changed.map((resolution) => ({ ...resolution, version: resolution.version + 1 }));
  await runPrepared(tx, SAVE_ALL, arraysOf(saved, COLUMNS));
}
