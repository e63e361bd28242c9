import { Kafka, logLevel, Partitioners, type Admin, type Consumer, type EachBatchPayload, type IHeaders, type KafkaMessage } from 'kafkajs';
import type { MessagingLog } from '../log.js';
import { stopIdleTimer } from './kafkajs-idle-timer.js';
import { textOf } from './raw-bytes.js';
import type { EventTransport, Publisher, ReceivedRecord, Subscription, SubscriptionRequest, WireRecord } from './transport.js';

export interface KafkaOptions {
  brokers: readonly string[];
  clientId: string;
  /** A dead member's partitions are given away after this many milliseconds. */
  sessionTimeoutMs?: number;
}

// Always said, never the library's defaults: endless patience for a broker that restarts, with pauses of at most 2 s.
const RETRY = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 12, factor: 0.2, multiplier: 1.7 };

// So that slices of all partitions can be applied together; each partition by itself stays in order.
const PARTITIONS_AT_ONCE = 12;

/** The port on Apache Kafka through kafkajs. */
export class KafkaTransport implements EventTransport {
  private readonly kafka: Kafka;
  private readonly consumers = new Set<Consumer>();

  constructor(
    private readonly options: KafkaOptions,
    private readonly log: MessagingLog,
  ) {
    stopIdleTimer();
    this.kafka = new Kafka({
      clientId: options.clientId,
      brokers: [...options.brokers],
      retry: RETRY,
      connectionTimeout: 3_000,
      requestTimeout: 15_000,
      logLevel: logLevel.WARN,
      logCreator:
        () =>
        ({ level, log: { message, timestamp: _at, logger: _logger, ...rest } }) => {
          // "Coordinator loading", "rebalancing" and the like mend themselves; what does not, comes back as a rejected promise.
          if (level <= logLevel.ERROR) log.warn({ error: (rest as { error?: string }).error }, `kafka: ${message}`);
        },
    });
  }

  async ensureTopics(topics: readonly string[], partitions: number): Promise<void> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      await createMissing(admin, topics, partitions);
      const { topics: found } = await admin.fetchTopicMetadata({ topics: [...topics] });
      const wrong = found.filter((topic) => topic.partitions.length !== partitions);
      if (wrong.length > 0)
        throw new Error(
          `${wrong.map(({ name, partitions: p }) => `${name} has ${p.length}`).join(', ')} partitions, expected ${partitions}: order per key would break`,
        );
    } finally {
      await admin.disconnect();
    }
  }

  publisher(): Publisher {
    // One request in flight and broker-side sequence numbers: a retry inside kafkajs neither doubles nor swaps records.
    const producer = this.kafka.producer({ idempotent: true, maxInFlightRequests: 1, createPartitioner: Partitioners.DefaultPartitioner });
    let connected: Promise<void> | undefined;
    return {
      publish: async (records) => {
        await (connected ??= producer.connect());
        await producer.sendBatch({ acks: -1, topicMessages: byTopic(records) });
      },
      close: () => producer.disconnect(),
    };
  }

  async subscribe(request: SubscriptionRequest): Promise<Subscription> {
    const consumer = this.kafka.consumer({
      groupId: request.group,
      sessionTimeout: this.options.sessionTimeoutMs ?? 10_000,
      heartbeatInterval: 2_000,
      rebalanceTimeout: 20_000,
      maxWaitTimeInMs: 1_000,
      retry: { ...RETRY, restartOnFailure: () => Promise.resolve(true) },
    });
    let joined = false;
    consumer.on(consumer.events.GROUP_JOIN, () => (joined = true));
    consumer.on(consumer.events.DISCONNECT, () => (joined = false));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      joined = false;
      if (payload.restart) this.log.warn({ error: payload.error.message }, 'kafka: consumer starts again');
      else request.onFatal(payload.error); // kafkajs stops silently here
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...request.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.eachBatch(payload, request),
    });
    this.consumers.add(consumer);
    return {
      isJoined: () => joined,
      close: async () => {
        this.consumers.delete(consumer);
        await consumer.stop();
        await consumer.disconnect();
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => consumer.disconnect()));
    this.consumers.clear();
  }

  private async eachBatch(payload: EachBatchPayload, { onSlice, sliceSize }: SubscriptionRequest): Promise<void> {
    const { batch, resolveOffset, commitOffsetsIfNecessary, heartbeat, isRunning, isStale } = payload;
    // A slow slice must not cost the membership; a heartbeat that fails shows in the next fetch.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), 2_000);
    try {
      const records = batch.messages.map((message) => received(batch.topic, batch.partition, message));
      for (let at = 0; at < records.length && isRunning() && !isStale(); at += sliceSize) {
        const slice = records.slice(at, at + sliceSize);
        await this.untilApplied(() => onSlice(slice), isRunning);
        if (!isRunning()) return;
        const last = slice[slice.length - 1]!.offset;
        resolveOffset(last);
        // Only a hint for the next member: what was applied is decided by the inbox.
        await commitOffsetsIfNecessary({
          topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset: String(BigInt(last) + 1n) }] }],
        });
      }
    } finally {
      clearInterval(beat);
    }
  }

  /** The database is away: waiting here keeps the partition and its order; throwing would make the group rejoin for ever. */
  private async untilApplied(apply: () => Promise<void>, isRunning: () => boolean): Promise<void> {
    for (let failures = 0; isRunning(); failures += 1) {
      try {
        return await apply();
      } catch (error) {
        if (failures % 20 === 0)
          this.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'consumer: waiting for the database');
        await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** failures, 2_000)));
      }
    }
  }
}

function received(topic: string, partition: number, { key, value, headers, offset }: KafkaMessage): ReceivedRecord {
  const named = Object.entries(headers ?? {}).map(([name, header]) => [name, bytesIn(header)] as const);
  return { topic, partition, offset, ...textOf({ key: bytesIn(key), value: bytesIn(value), headers: Object.fromEntries(named) }) };
}

function bytesIn(part: KafkaMessage['key'] | IHeaders[string]): Buffer {
  return Buffer.isBuffer(part) ? part : Buffer.from(String(part ?? ''));
}

async function createMissing(admin: Admin, topics: readonly string[], partitions: number): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !existing.has(topic));
  if (missing.length === 0) return;
  // Another replica may create them in the same moment: kafkajs answers false then, which is as good.
  await admin.createTopics({ waitForLeaders: true, topics: missing.map((topic) => ({ topic, numPartitions: partitions })) });
}

function byTopic(records: readonly WireRecord[]): { topic: string; messages: { key: string; value: string; headers: Record<string, string> }[] }[] {
  const topics = new Map<string, { key: string; value: string; headers: Record<string, string> }[]>();
  for (const { topic, key, value, headers } of records) {
    const messages = topics.get(topic) ?? [];
    messages.push({ key, value, headers });
    topics.set(topic, messages);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}
