import { waitFor } from '#libs/test-kit';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';

// Plain JavaScript: it runs before there is a compiler.
const { createDatabase, createRoles, roleOf } = require(path.join(__dirname, '../deploy/local/database.mjs'));

const owner = `stock_${randomBytes(4).toString('hex')}`;
const [one, another] = [`${owner}_one`, `${owner} "two"`];
const server = process.env['DATABASE_URL'] ?? '';
const rolesIn = async (database: string, password: string): Promise<Record<string, string>> =>
  createRoles(await createDatabase(server, database), () => password, [owner]);

async function as(url: string, ...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const results: unknown[] = [];
    for (const statement of statements) results.push(...(await client.query(statement)).rows);
    return results;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  for (const database of [one, another]) await as(server, `drop database if exists ${pg.escapeIdentifier(database)} with (force)`);
  await as(server, `drop role if exists ${roleOf(owner)}`);
});

it('a second start may bring another password, and each finds its own schema', async () => {
  await rolesIn(one, 'first');
  const { [owner]: url } = await rolesIn(one, 'p@ss/w:o%rd ?#');
  expect(await as(url!, 'create table parcel (id int)', 'select schemaname from pg_tables where tablename = $$parcel$$')).toEqual([
    { schemaname: owner },
  ]);
});

it('a second database on the server does not lock out the first one while somebody works there', async () => {
  const { [owner]: url } = await rolesIn(one, 'first');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await expect(rolesIn(another, 'second')).rejects.toThrow(
    `On this server a Redress is running already, in the database "${one}", and ${roleOf(owner)} has another password there`,
  );
  expect(await as(url!, 'select 1 as one')).toEqual([{ one: 1 }]);
  const { [owner]: second } = await rolesIn(another, 'first');
  expect(await as(second!, 'select 1 as one')).toEqual([{ one: 1 }]);

  await client.end();
  await waitFor('nobody works there', async () => !(await as(server, `select 1 from pg_stat_activity where usename = '${roleOf(owner)}'`)).length);
  const { [owner]: third } = await rolesIn(another, 'second');
  expect(await as(third!, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it("starts on two databases of one server at the same moment do not get into each other's way", async () => {
  const databases = await Promise.all([one, another].map((database) => createDatabase(server, database)));
  const both = () => Promise.all(databases.map((url) => createRoles(url, () => 'first', [owner])));
  for (let starts = 0; starts < 10; starts += 1) {
    const urls = await both();
    expect(await Promise.all(urls.map(({ [owner]: url }) => as(url, 'select 1 as one')))).toEqual([[{ one: 1 }], [{ one: 1 }]]);
  }
});

it('a schema of somebody else is told with its owner, and left as it is', async () => {
  await as(await createDatabase(server, one), `create schema ${owner}`);
  await expect(rolesIn(one, 'first')).rejects.toThrow(`The database has a schema "${owner}" already, which belongs to postgres`);
  expect(await as(server, `select 1 from pg_roles where rolname = '${roleOf(owner)}'`)).toEqual([]);
});
