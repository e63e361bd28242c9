import { Kafka, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

const BATCH = 500;
const HEADERS = {
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_type: 'complaint.acknowledged.v1',
  ce_source: '/redress/bench',
  ce_time: '2026-03-09T09:12:00.000Z',
  ce_sequence: '1',
};

const perSecond = (events: number, begin: number): number => (events / (performance.now() - begin)) * 1_000;

/** What bare kafkajs does here: sending `events` in batches of 500, then `eachBatch` with one multi-row insert; events a second. */
export async function kafkaFloor(db: DataSource, brokers: string, events: number): Promise<{ sent: number; consumed: number }> {
  const kafka = new Kafka({ clientId: 'floor', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const topic = `floor.${randomUUID()}`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 4 }], waitForLeaders: true });
  await admin.disconnect();
  await db.query('create table if not exists floor_effect (event_id uuid primary key, key text not null)');
  await db.query('truncate floor_effect');

  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  let begin = performance.now();
  for (let at = 0; at < events; at += BATCH) {
    const messages = Array.from({ length: BATCH }, () => {
      const key = randomUUID();
      const value = JSON.stringify({ complaintId: key, channel: 'app', acknowledgedAt: HEADERS.ce_time });
      return { key, value, headers: { ...HEADERS, ce_id: randomUUID(), ce_partitionkey: key, ce_correlationid: key } };
    });
    await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] });
  }
  const sent = perSecond(events, begin);
  await producer.disconnect();

  const consumer = kafka.consumer({ groupId: topic });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let consumed = 0;
  const done = new Promise<number>((resolve, reject) => {
    consumer
      .run({
        eachBatch: async ({ batch: { messages } }) => {
          if (consumed === 0) begin = performance.now();
          const values = [messages.map(({ headers }) => String(headers?.['ce_id'])), messages.map(({ key }) => String(key))];
          await db.query('insert into floor_effect (event_id, key) select * from unnest($1::uuid[], $2::text[])', values);
          consumed += messages.length;
          if (consumed >= events) resolve(perSecond(events, begin));
        },
      })
      .catch(reject);
  });
  const result = { sent, consumed: await done };
  await consumer.disconnect();
  return result;
}

/** What the database does by itself: `INSERT … SELECT` between two tables, 500 rows a transaction; rows a second. */
export async function postgresFloor(db: DataSource, events: number): Promise<number> {
  await db.query('drop table if exists floor_from, floor_to');
  const columns = 'pos bigint primary key, topic text not null, key text not null, headers jsonb not null, payload text not null';
  await db.query(`create table floor_from (${columns})`);
  await db.query(`create table floor_to (${columns})`);
  await db.query(
    `insert into floor_from select n, 'floor', gen_random_uuid(), $2::jsonb, '{"channel":"app","acknowledgedAt":"2026-03-09T09:12:00.000Z"}'
     from generate_series(1, $1::int) as n`,
    [events, JSON.stringify(HEADERS)],
  );
  const begin = performance.now();
  for (let at = 0; at < events; at += BATCH)
    await db.query('insert into floor_to select * from floor_from where pos > $1 and pos <= $2', [at, at + BATCH]);
  return perSecond(events, begin);
}
