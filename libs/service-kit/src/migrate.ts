import pg from 'pg';
import { MigrationExecutor, type DataSource } from 'typeorm';

export interface Provision {
  schema: string;
  role: string;
  password: string;
}

const LOCK = 7_337_001;

/** Makes a service's role and schema, as often as it is called; nobody but the role may look into the schema. */
export async function provision(adminUrl: string, { schema, role, password }: Provision): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'redress-provision' });
  await admin.connect();
  try {
    await admin.query('begin');
    // Roles belong to the whole server, and CREATE ROLE has no IF NOT EXISTS: one at a time.
    await admin.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const name = admin.escapeIdentifier(role);
    const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
    await admin.query(`${rowCount === 0 ? 'create' : 'alter'} role ${name} login password ${admin.escapeLiteral(password)}`);
    await admin.query(`alter role ${name} set search_path = ${admin.escapeIdentifier(schema)}`);
    await admin.query(`create schema if not exists ${admin.escapeIdentifier(schema)} authorization ${name}`);
    await admin.query('revoke create on schema public from public');
    await admin.query('commit');
  } finally {
    await admin.end();
  }
}

/** Brings the schema up to date; several replicas may call it at once, one does the work. Returns the names of what was run. */
export async function migrate(db: DataSource): Promise<string[]> {
  const runner = db.createQueryRunner();
  try {
    // A migration may take its time, and a replica that waits for another one, too.
    await runner.query('set lock_timeout = 0');
    await runner.query('set statement_timeout = 0');
    await runner.query('select pg_advisory_lock($1, hashtext(current_schema()))', [LOCK]);
    try {
      const executor = new MigrationExecutor(db, runner);
      executor.transaction = 'each';
      return (await executor.executePendingMigrations()).map((migration) => migration.name);
    } finally {
      await runner.query('select pg_advisory_unlock($1, hashtext(current_schema()))', [LOCK]);
      await runner.query('reset lock_timeout');
      await runner.query('reset statement_timeout');
    }
  } finally {
    await runner.release();
  }
}

/** The names of the migrations that this build has and the schema has not. */
export async function pendingMigrations(db: DataSource): Promise<string[]> {
  const pending = await new MigrationExecutor(db).getPendingMigrations();
  return pending.map((migration) => migration.name);
}
