import { deadLetterTopicOf, TOPICS } from '#libs/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import type { LogOfRun, RawRecord } from './log-of-run.js';
import { DOMAIN_SERVICES } from './trouble.js';

const ALL_TOPICS: readonly string[] = [...TOPICS, ...DOMAIN_SERVICES.map(deadLetterTopicOf)];

/** The log of a run on Apache Kafka. */
export class KafkaLog implements LogOfRun {
  private readonly kafka: Kafka;

  constructor(brokers: string) {
    const retry = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 60 };
    this.kafka = new Kafka({ clientId: 'fault-run', brokers: brokers.split(','), retry, logLevel: logLevel.NOTHING });
  }

  async read(): Promise<RawRecord[]> {
    const ends = await this.ends();
    const records: RawRecord[] = [];
    const missing = new Set([...ends].filter(([, end]) => end > 0).map(([place]) => place));
    if (missing.size === 0) return records;
    const consumer = this.kafka.consumer({ groupId: `fault-run-${randomUUID()}`, maxWaitTimeInMs: 200 });
    await consumer.connect();
    try {
      await consumer.subscribe({ topics: [...ALL_TOPICS], fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        consumer.on('consumer.crash', ({ payload }) => payload.restart || reject(payload.error));
        const eachBatch = ({ batch: { topic, partition, messages } }: { batch: Batch }): Promise<void> => {
          const place = `${topic} ${partition}`;
          for (const message of messages) {
            if (Number(message.offset) < ends.get(place)!) records.push(toRaw(topic, partition, message));
            if (Number(message.offset) >= ends.get(place)! - 1) missing.delete(place);
          }
          if (missing.size === 0) resolve();
          return Promise.resolve();
        };
        consumer.run({ autoCommit: false, eachBatch }).catch(reject);
      });
    } finally {
      await consumer.disconnect();
    }
    return records;
  }

  async append(records: readonly RawRecord[]): Promise<void> {
    const producer = this.kafka.producer();
    await producer.connect();
    try {
      for (const { topic, partition, key, headers, value } of records) {
        await producer.send({ topic, acks: -1, messages: [{ ...(partition >= 0 ? { partition } : {}), key, headers, value: bytesOf(value) }] });
      }
    } finally {
      await producer.disconnect();
    }
  }

  async forgetPositions(group: string): Promise<void> {
    await this.asAdmin(async (admin) => {
      for (const { topic } of await admin.fetchOffsets({ groupId: group })) await admin.resetOffsets({ groupId: group, topic, earliest: true });
    });
  }

  async unread(groups: readonly string[]): Promise<number> {
    const ends = await this.ends();
    return this.asAdmin(async (admin) => {
      let unread = 0;
      for (const groupId of groups)
        for (const { topic, partitions } of await admin.fetchOffsets({ groupId }))
          for (const { partition, offset } of partitions) {
            // A partition without a committed offset was never read, or only of late: what counts is whether something is in it.
            unread += Math.max(0, (ends.get(`${topic} ${partition}`) ?? 0) - Math.max(0, Number(offset)));
          }
      return unread;
    });
  }

  /** The offset after the last record of every partition. */
  private ends(): Promise<Map<string, number>> {
    return this.asAdmin(async (admin) => {
      const ends = new Map<string, number>();
      for (const topic of ALL_TOPICS)
        for (const { partition, high } of await admin.fetchTopicOffsets(topic)) ends.set(`${topic} ${partition}`, Number(high));
      return ends;
    });
  }

  private async asAdmin<T>(ask: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await ask(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

interface Message {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers?: Record<string, unknown>;
}
interface Batch {
  topic: string;
  partition: number;
  messages: Message[];
}

// Poison may be no text at all.
const bytesOf = (value: string): string | Buffer => (value.startsWith('\u00ff') ? Buffer.from(value, 'latin1') : value);

function toRaw(topic: string, partition: number, { offset, timestamp, key, value, headers }: Message): RawRecord {
  return {
    topic,
    partition,
    offset: Number(offset),
    at: Number(timestamp),
    key: key?.toString() ?? '',
    value: value?.toString() ?? '',
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, content]) => [name, String(content)])),
  };
}
