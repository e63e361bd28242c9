import { setTimeout as sleep } from 'node:timers/promises';
import { Remedy } from './say.mjs';

/** The services that own a database schema, each with a role of its own name. */
export const SCHEMA_OWNERS = ['intake', 'assignment', 'resolution', 'improvement'];

const NOT_ALLOWED = '42501';
const WRONG_PASSWORD = '28P01';
// 23505 unique_violation, 42710 duplicate_object, XX000 "tuple concurrently updated", 40001 and 40P01.
const MET_ANOTHER = new Set(['23505', '42710', 'XX000', '40001', '40P01']);

/** The name of the database role of a service. */
export const roleOf = (service) => `redress_${service}`;

/** The same server, another database, another account. */
export function databaseUrl(adminUrl, { database, user, password }) {
  const url = new URL(adminUrl);
  if (database) url.pathname = `/${database}`;
  if (user) url.username = encodeURIComponent(user);
  if (password) url.password = encodeURIComponent(password);
  return url.href;
}

/** Creates a database when it is not there; returns the admin's address of it. */
export async function createDatabase(adminUrl, database) {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(database)}`);
  });
  return databaseUrl(adminUrl, { database });
}

/**
 * Gives every service a schema and a role that owns it and sees nothing else; running it again changes nothing but the password, and not
 * even that while somebody works with it in another database of the server. Returns the address with which each service connects.
 */
export async function createRoles(adminUrl, passwordOf, services = SCHEMA_OWNERS) {
  refuseNoAddress(adminUrl);
  const urls = Object.fromEntries(
    services.map((service) => [service, databaseUrl(adminUrl, { user: roleOf(service), password: passwordOf(service) })]),
  );
  await withClient(adminUrl, async (client) => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await makeRoles(client, passwordOf, services, urls);
      } catch (error) {
        await client.query('rollback').catch(() => {});
        if (tries >= 20 || !MET_ANOTHER.has(error.code)) throw error;
        await sleep(50 + 100 * Math.random());
      }
    }
  });
  return urls;
}

async function makeRoles(client, passwordOf, services, urls) {
  const { rows } = await client.query('select current_database() as database');
  const database = client.escapeIdentifier(rows[0].database);
  await client.query('begin');
  // Two starts against one database must not both create a role; those against others of the server meet in what it shares.
  await client.query("select pg_advisory_xact_lock(hashtext('redress roles'))");
  await client.query(`revoke all on database ${database} from public`);
  await client.query('revoke all on schema public from public');
  for (const service of services) {
    const role = client.escapeIdentifier(roleOf(service));
    const schema = client.escapeIdentifier(service);
    const known = await client.query('select 1 from pg_roles where rolname = $1', [roleOf(service)]);
    if (known.rowCount) await refuseOtherPassword(client, roleOf(service), urls[service]);
    await client.query(`${known.rowCount ? 'alter' : 'create'} role ${role} login password ${client.escapeLiteral(passwordOf(service))}`);
    await client.query(`grant ${role} to current_user`);
    await client.query(`grant connect on database ${database} to ${role}`);
    await client.query(`create schema if not exists ${schema} authorization ${role}`);
    await refuseForeignSchema(client, service);
    await client.query(`revoke all on schema ${schema} from public`);
    await client.query(`alter role ${role} in database ${database} set search_path = ${schema}`);
  }
  await client.query('commit');
}

// Roles belong to the whole server: a second Redress on it that gave them its own passwords would lock out one that is running. One that is
// not running says its own again at its next start.
async function refuseOtherPassword(client, role, url) {
  const { rows } = await client.query(
    'select datname as database from pg_stat_activity where usename = $1 and datname <> current_database() limit 1',
    [role],
  );
  if (!rows.length || (await faultOfConnecting(url))?.code !== WRONG_PASSWORD) return;
  throw new Remedy(
    `On this server a Redress is running already, in the database "${rows[0].database}", and ${role} has another password there: give its ` +
      'passwords (INTAKE_DATABASE_PASSWORD and the like, or its secrets.json), or take another server.',
  );
}

async function refuseForeignSchema(client, service) {
  const { rows } = await client.query('select pg_get_userbyid(nspowner) as owner from pg_namespace where nspname = $1', [service]);
  const [{ owner }] = rows;
  if (owner === roleOf(service)) return;
  throw new Remedy(
    `The database has a schema "${service}" already, which belongs to ${owner}: give a database of its own, or hand it over with ` +
      `\`alter schema ${service} owner to ${roleOf(service)}\`.`,
  );
}

const faultOfConnecting = (url) =>
  connected(url).then(
    (client) => client.end(),
    (fault) => fault,
  );

async function connected(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // whoever uses it hears of it, too
  await client.connect();
  return client;
}

/** Works with one connection as the administrator of `url`, and closes it. */
export async function withClient(url, work) {
  refuseNoAddress(url);
  let client;
  try {
    client = await connected(url);
  } catch (error) {
    throw new Remedy(`The database at ${new URL(url).host} does not let us in (${error.message}): check DATABASE_URL.`);
  }
  try {
    return await work(client);
  } catch (error) {
    if (error.code !== NOT_ALLOWED) throw error;
    throw new Remedy(`The account of DATABASE_URL may not do what is needed (${error.message}): give one that may make roles and owns the database.`);
  } finally {
    await client.end().catch(() => {});
  }
}

function refuseNoAddress(url) {
  try {
    decodeURI(url);
    if (/^postgres(ql)?:$/.test(new URL(url).protocol)) return;
  } catch {
    // said below
  }
  throw new Remedy(
    'DATABASE_URL is no address of a Postgres: write it like postgres://postgres:secret@127.0.0.1:5432/redress, a password with % and the like in percent code.',
  );
}
