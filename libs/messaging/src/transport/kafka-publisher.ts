import { Kafka, type KafkaConfig, type Producer } from 'kafkajs';
import net from 'node:net';
import { lettingIn, openSocket, type BrokerAccess } from './broker-access.js';
import { byKey } from './kafka-partitioner.js';
import { refusalIn, type UnknownTopics } from './kafka-refusals.js';
import { EventRefused, type Publisher, type WireRecord } from './transport.js';

const KEEP_ALIVE_MS = 60_000;

/**
 * One idempotent producer with sockets of its own, so that closing it is final: kafkajs connects again and repeats what was under
 * way even after `disconnect()`. It never repeats a send by itself: after a partial failure it counts sequence numbers back for
 * partitions that took theirs, and forgets records whose partition moved to a broker that has already answered. The relay reads
 * the outbox again instead, with a new producer.
 */
export class KafkaPublisher implements Publisher {
  private readonly sockets = new Set<net.Socket>();
  private readonly producer: Producer;
  private connected: Promise<void> | undefined;
  private isClosed = false;

  constructor(
    config: KafkaConfig,
    private readonly unknownTopics: UnknownTopics,
  ) {
    const kafka = new Kafka({
      ...config,
      logCreator: () => () => undefined, // what fails here comes back as a rejected promise
      socketFactory: ({ host, port, ssl, onConnect }) => this.open(host, port, ssl, onConnect),
    });
    this.producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: byKey,
      // None: kafkajs refuses what is below 1 here, and repeats while it has counted less than this.
      retry: { ...config.retry, retries: Number.NaN },
    });
  }

  async publish(records: readonly WireRecord[]): Promise<void> {
    const topicMessages = byTopic(records);
    const topics = topicMessages.map(({ topic }) => topic);
    try {
      await (this.connected ??= lettingIn(this.producer.connect()));
      await this.producer.sendBatch({ acks: -1, topicMessages });
      this.unknownTopics.wereFound(topics);
    } catch (error) {
      const reason = refusalIn(error) ?? this.unknownTopics.lastingIn(error, topics, performance.now());
      throw reason === undefined ? error : new EventRefused(reason, { cause: error });
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    // With an error, or kafkajs waits for answers that cannot come any more.
    for (const socket of this.sockets) socket.destroy(new Error('the producer is given up'));
    await this.producer.disconnect();
  }

  private open(host: string, port: number, ssl: BrokerAccess['ssl'], onConnect: () => void): net.Socket {
    if (this.isClosed) return new net.Socket().destroy(new Error('the producer is given up'));
    const socket = openSocket(host, port, ssl, onConnect);
    this.sockets.add(socket.setKeepAlive(true, KEEP_ALIVE_MS));
    return socket.once('close', () => this.sockets.delete(socket));
  }
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
