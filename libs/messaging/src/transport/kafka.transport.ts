import { Kafka, logLevel, type Admin, type KafkaConfig } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessagingLog } from '../log.js';
import { lettingIn, lettingInAtStart, NotLetIn, type BrokerAccess } from './broker-access.js';
import { kafkaGone, kafkaHoldsBefore, kafkaLag } from './kafka-lag.js';
import { KafkaMember } from './kafka-member.js';
import { KafkaPublisher } from './kafka-publisher.js';
import { UnknownTopics } from './kafka-refusals.js';
import { askVersions, versionFault } from './kafka-versions.js';
import { stopIdleTimer } from './kafkajs-idle-timer.js';
import { readRecordsWhenAsked } from './kafkajs-record-reader.js';
import { writeRecordsInOneGo } from './kafkajs-record-writer.js';
import type { EventTransport, PartitionGone, PartitionLag, Publisher, Subscription, SubscriptionRequest } from './transport.js';

export interface KafkaOptions {
  brokers: readonly string[];
  access?: BrokerAccess;
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
  private readonly config: KafkaConfig;
  private readonly kafka: Kafka;
  private readonly members = new Set<KafkaMember>();
  private readonly unknownTopics = new UnknownTopics();

  constructor(
    private readonly options: KafkaOptions,
    private readonly log: MessagingLog,
  ) {
    stopIdleTimer();
    writeRecordsInOneGo();
    readRecordsWhenAsked();
    const { clientId, brokers, access } = options;
    this.config = { clientId, brokers: [...brokers], ...access, connectionTimeout: 3_000, requestTimeout: 15_000 };
    this.kafka = new Kafka({
      ...this.config,
      retry: RETRY,
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
    await this.refuseStrangeBroker();
    await lettingInAtStart(this.checkTopics(topics, partitions));
  }

  publisher(): Publisher {
    return new KafkaPublisher({ ...this.config, retry: { ...RETRY, retries: 2 } }, this.unknownTopics);
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
    const member = new KafkaMember(consumer, request, this.log);
    let joined = false;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      member.joined();
      joined = true;
    });
    consumer.on(consumer.events.DISCONNECT, () => (joined = false));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      joined = false;
      if (payload.restart) this.log.warn({ error: payload.error.message }, 'kafka: consumer starts again');
      else {
        // kafkajs stops silently here.
        this.log.error({ group: request.group, error: payload.error.message }, 'kafka: consumer gives up, its process must start afresh');
        request.onFatal(payload.error);
      }
    });
    // Marks of a foreign transaction, and what one took back, are no records: kafkajs steps over them by itself.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { batchSize, topic, partition, lastOffset } }) => {
      if (batchSize === 0) member.steppedOver(topic, partition, lastOffset);
    });
    await lettingIn(consumer.connect());
    await consumer.subscribe({ topics: [...request.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => member.eachBatch(payload),
    });
    this.members.add(member);
    return {
      isJoined: () => joined,
      close: async () => {
        this.members.delete(member);
        await member.leave();
      },
    };
  }

  lag(group: string, topics: readonly string[]): Promise<PartitionLag[]> {
    return lettingIn(kafkaLag(this.kafka, group, topics));
  }

  gone(topics: readonly string[]): Promise<PartitionGone[]> {
    return lettingIn(kafkaGone(this.kafka, topics));
  }

  holdsBefore(topics: readonly string[], moment: Date): Promise<boolean> {
    return lettingIn(kafkaHoldsBefore(this.kafka, topics, moment));
  }

  async close(): Promise<void> {
    await Promise.all([...this.members].map((member) => member.leave()));
    this.members.clear();
  }

  /** A broker that cannot be reached yet is no stranger: connecting to it is tried again and again. */
  private async refuseStrangeBroker(): Promise<void> {
    for (const address of this.options.brokers) {
      const versions = await askVersions(address, this.config.ssl).catch((error: unknown) => {
        if (error instanceof NotLetIn) throw error;
      });
      const fault = versions && versionFault(address, versions);
      if (fault) throw new Error(fault);
    }
  }

  private async checkTopics(topics: readonly string[], partitions: number): Promise<void> {
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
}

const LEADS_WITHIN_MS = 10_000;
const NOT_YET: readonly string[] = ['LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION', 'UNKNOWN_TOPIC_OR_PARTITION'];

// The broker's clock, or it refuses all that is sent by a clock that is an hour ahead. When something happened stands in the event.
const TOPIC_CONFIG = [{ name: 'message.timestamp.type', value: 'LogAppendTime' }];

async function createMissing(admin: Admin, topics: readonly string[], partitions: number): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !existing.has(topic));
  if (missing.length === 0) return;
  // Another replica may create them in the same moment: kafkajs answers false then, which is as good.
  await admin.createTopics({
    waitForLeaders: false,
    topics: missing.map((topic) => ({ topic, numPartitions: partitions, configEntries: TOPIC_CONFIG })),
  });
  for (const topic of missing) await leadersAnswer(admin, topic);
}

/**
 * Waits until the leaders of a new topic take records. kafkajs would wait until they are named: whoever is named may hear of it a moment
 * later, and a broker that has just started may not know the topic yet.
 */
async function leadersAnswer(admin: Admin, topic: string): Promise<void> {
  for (const until = performance.now() + LEADS_WITHIN_MS; ; await sleep(50)) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (!NOT_YET.includes((error as { type?: string }).type ?? '') || performance.now() > until) throw error;
    }
  }
}
