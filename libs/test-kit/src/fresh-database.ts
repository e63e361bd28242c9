import { dataSourceFor, migrate, provision, type ServiceDatabase } from '#libs/service-kit';
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';

const PASSWORD = 'test';
const LOCK = 7_337_002;

/** A service's database of its own, migrated and empty. */
export interface FreshDatabase {
  db: DataSource;
  /** Address for the service's role. */
  url: string;
  drop(): Promise<void>;
}

/** Clones the service's migrated template (made on first use) into a new database that nobody else uses. */
export async function freshDatabase(database: ServiceDatabase): Promise<FreshDatabase> {
  const name = `test_${database.schema}_${randomBytes(6).toString('hex')}`;
  await asAdmin(async (admin) => {
    const template = await templateFor(database, admin);
    await admin.query(`create database ${name} template ${template}`);
  });
  const url = urlOf(name, roleOf(database)).href;
  const db = dataSourceFor(database, { DATABASE_URL: url, DATABASE_POOL_SIZE: 5, DATABASE_STATEMENT_TIMEOUT_MS: 10_000 });
  await db.initialize();
  const drop = async (): Promise<void> => {
    if (db.isInitialized) await db.destroy();
    await asAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`));
  };
  return { db, url, drop };
}

// Roles and templates belong to the whole server, and test files run side by side: one at a time.
async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl().href });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock($1)', [LOCK]);
    await work(admin);
  } finally {
    await admin.end();
  }
}

async function templateFor(database: ServiceDatabase, admin: pg.Client): Promise<string> {
  const steps = database.migrations.map((migration) => migration.name + migration.prototype.up.toString()).join('\n');
  const template = `template_${database.schema}_${createHash('sha256').update(steps).digest('hex').slice(0, 16)}`;
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [template]);
  if (rowCount !== 0) return template;
  // A template gets its name when it is whole: a test that is killed halfway leaves no broken one.
  const building = `building_${randomBytes(6).toString('hex')}`;
  await admin.query(`create database ${building}`);
  await provision(urlOf(building).href, { schema: database.schema, role: roleOf(database), password: PASSWORD });
  const db = dataSourceFor(database, {
    DATABASE_URL: urlOf(building, roleOf(database)).href,
    DATABASE_POOL_SIZE: 2,
    DATABASE_STATEMENT_TIMEOUT_MS: 10_000,
  });
  await db.initialize();
  await migrate(db).finally(() => db.destroy());
  await admin.query(`alter database ${building} rename to ${template}`);
  return template;
}

function roleOf(database: ServiceDatabase): string {
  return `redress_${database.schema}`;
}

function adminUrl(): URL {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is missing: run int specs through jest, whose set-up starts a database');
  return new URL(url);
}

function urlOf(name: string, role?: string): URL {
  const url = adminUrl();
  url.pathname = `/${name}`;
  if (role !== undefined) Object.assign(url, { username: role, password: PASSWORD });
  return url;
}
