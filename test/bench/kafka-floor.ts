import { Kafka, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { BATCH, HEADERS, perSecond } from './events-floor.js';

// Bare kafkajs, as the floor of the events' way: started with the brokers and a number of events, it answers with its figures.
const [brokers = '', events = ''] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'floor', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const db = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });

async function send(topic: string, events: number): Promise<number> {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const begin = performance.now();
  for (let at = 0; at < events; at += BATCH) {
    const messages = Array.from({ length: BATCH }, () => {
      const key = uuidv7();
      const value = JSON.stringify({ complaintId: key, channel: 'app', acknowledgedAt: HEADERS.ce_time });
      return { key, value, headers: { ...HEADERS, ce_id: uuidv7(), ce_partitionkey: key, ce_correlationid: key } };
    });
    await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] });
  }
  const sent = perSecond(events, begin);
  await producer.disconnect();
  return sent;
}

async function consume(topic: string, events: number): Promise<number> {
  const consumer = kafka.consumer({ groupId: topic });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let [consumed, begin] = [0, 0];
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
  const perSecondConsumed = await done;
  await consumer.disconnect();
  return perSecondConsumed;
}

const topic = `floor.${randomUUID()}`;
const admin = kafka.admin();
await admin.connect();
await admin.createTopics({ topics: [{ topic, numPartitions: 4 }], waitForLeaders: true });
await admin.disconnect();
await db.query('create table if not exists floor_effect (event_id uuid primary key, key text not null)');
await db.query('truncate floor_effect');
const sent = await send(topic, Number(events));
const consumed = await consume(topic, Number(events));
await db.end();
process.send?.({ sent, consumed });
process.disconnect();
