import type { EntityManager, EntitySchema } from 'typeorm';
import type { Resolution } from '../domain/resolution.js';
import { ResolutionTable } from './resolution.table.js';

// Handling a complaint is the hot path. Written as SQL, a command is one locking read, one write and the outbox;
// through a repository each save would first read the row again.

type Row = Record<string, unknown>;

function columnsOf(table: EntitySchema<any>): [property: string, column: string, isJson: boolean][] {
  return Object.entries(table.options.columns).map(([property, options]) => [property, options?.name ?? property, options?.type === 'jsonb']);
}

const COLUMNS = columnsOf(ResolutionTable);
const AS_RESOLUTION = COLUMNS.map(([property, column]) => `${column} as "${property}"`).join(', ');
const LOCK = `select ${AS_RESOLUTION} from resolution where complaint_id = $1 for update`;

const READ = `select ${AS_RESOLUTION}, clock_timestamp() as "asOf" from resolution where complaint_id = $1 and facts is not null`;

function valueOf(value: unknown, isJson: boolean): unknown {
  return isJson && value !== null ? JSON.stringify(value) : value;
}

/** Locks the row of a complaint until the work ends; also finds a withdrawal that came before its assignment (`facts` is null). */
export async function lockRow(tx: EntityManager, complaintId: string): Promise<Resolution | undefined> {
  const rows: Resolution[] = await tx.query(LOCK, [complaintId]);
  return rows[0];
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
  const given = columnsOf(table).filter(([property]) => property in plain);
  const sql = `insert into ${table.options.name} (${given.map(([, column]) => column).join(', ')})
    values (${given.map((_, index) => `$${index + 1}`).join(', ')}) on conflict do nothing returning 1`;
  const rows: unknown[] = await tx.query(
    sql,
    given.map(([property, , isJson]) => valueOf((plain as Row)[property], isJson)),
  );
  return rows.length === 1;
}

/** Writes what changed, as the next version. The row is locked by this work. */
export async function saveChanges(tx: EntityManager, before: Resolution, after: Resolution): Promise<Resolution> {
  const saved: Resolution = { ...after, version: before.version + 1 };
  const changed = COLUMNS.filter(([property]) => (saved as unknown as Row)[property] !== (before as unknown as Row)[property]);
  await tx.query(`update resolution set ${changed.map(([, column], index) => `${column} = $${index + 2}`).join(', ')} where complaint_id = $1`, [
    before.complaintId,
    ...changed.map(([property, , isJson]) => valueOf((saved as unknown as Row)[property], isJson)),
  ]);
  return saved;
}
