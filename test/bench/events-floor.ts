import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { DataSource } from 'typeorm';

export const BATCH = 500;
/** The headers that every event of the floor has. */
export const HEADERS = {
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_type: 'complaint.acknowledged.v1',
  ce_source: '/redress/bench',
  ce_time: '2026-03-09T09:12:00.000Z',
  ce_sequence: '1',
};

/** Events a second since `begin`, a time of `performance.now()`. */
export const perSecond = (events: number, begin: number): number => (events / (performance.now() - begin)) * 1_000;

/**
 * What bare kafkajs does here: sending `events` in batches of 500, then `eachBatch` with one multi-row insert; events a second.
 * In a process of its own, because a transport of ours changes how kafkajs writes and reads records.
 */
export async function kafkaFloor(databaseUrl: string, brokers: string, events: number): Promise<{ sent: number; consumed: number }> {
  const child = fork(fileURLToPath(new URL('./kafka-floor.js', import.meta.url)), [brokers, String(events)], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as { sent: number; consumed: number }));
    child.once('exit', (code) => reject(new Error(`the floor ended with ${code}`)));
  });
}

/**
 * What the database does by itself with the events that are in the outbox: `INSERT … SELECT` of the very same rows between two
 * tables, 500 a transaction; rows a second.
 */
export async function postgresFloor(db: DataSource): Promise<number> {
  await db.query('drop table if exists floor_from, floor_to');
  const columns = 'pos bigint primary key, topic text not null, key text not null, headers json not null, payload text not null';
  await db.query(`create table floor_from (${columns})`);
  await db.query(`create table floor_to (${columns})`);
  await db.query('insert into floor_from select row_number() over (order by seq), topic, key, headers, payload from outbox');
  const [{ events }]: [{ events: number }] = await db.query('select count(*)::int as events from floor_from');
  const begin = performance.now();
  for (let at = 0; at < events; at += BATCH)
    await db.query('insert into floor_to select * from floor_from where pos > $1 and pos <= $2', [at, at + BATCH]);
  return perSecond(events, begin);
}

/**
 * What bare pg does with the rows that `postgresFloor` left: reading 500 at a time and one multi-row insert of each, as the floor on
 * Kafka does; rows a second.
 */
export async function postgresReaderFloor(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('create table if not exists floor_effect (event_id uuid primary key, key text not null)');
  await client.query('truncate floor_effect');
  const begin = performance.now();
  let at = 0;
  for (;;) {
    const { rows } = await client.query<{ key: string; headers: { ce_id: string } }>(
      `select pos, topic, key, headers, payload from floor_from where pos > $1 order by pos limit ${BATCH}`,
      [at],
    );
    if (rows.length === 0) break;
    const values = [rows.map(({ headers }) => headers.ce_id), rows.map(({ key }) => key)];
    await client.query('insert into floor_effect (event_id, key) select * from unnest($1::uuid[], $2::text[])', values);
    at += rows.length;
  }
  const read = perSecond(at, begin);
  await client.end();
  return read;
}
