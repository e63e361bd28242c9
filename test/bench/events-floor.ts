import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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
