import type { EntityManager, EntitySchema } from 'typeorm';
import type { Resolution } from '../domain/resolution.js';
import { columnsOf, runPrepared, valuesOf } from './prepared.js';
import { ResolutionTable } from './resolution.table.js';

// Handling a complaint is the hot path. Written as SQL, a command is one locking read, one write and the outbox;
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

/** Stores one row of any table of this service; false when a row with its key is there already. */
export async function insertRow<Plain extends object>(
  tx: EntityManager,
  table: EntitySchema<Plain>,
  plain: { [Property in keyof Plain]?: Plain[Property] | null },
): Promise<boolean> {
  const given = columnsOf(table).filter(({ property }) => property in plain);
  const names = given.map(({ name }) => name).join(', ');
  const places = given.map((_, index) => `$${index + 1}`).join(', ');
  const insert = `insert into ${table.options.name} (${names}) values (${places}) on conflict do nothing returning 1`;
  return (await runPrepared(tx, insert, valuesOf(plain, given))).length === 1;
}

/** Writes what changed, as the next version. The row is locked by this work. */
export async function saveChanges(tx: EntityManager, before: Resolution, after: Resolution): Promise<Resolution> {
  const saved: Resolution = { ...after, version: before.version + 1 };
  const changed = COLUMNS.filter(({ property }) => saved[property as keyof Resolution] !== before[property as keyof Resolution]);
  const assignments = changed.map(({ name }, index) => `${name} = $${index + 2}`).join(', ');
  await runPrepared(tx, `update resolution set ${assignments} where complaint_id = $1`, [before.complaintId, ...valuesOf(saved, changed)]);
  return saved;
}
