import type { Admin, Kafka } from 'kafkajs';
import type { PartitionGone, PartitionLag } from './transport.js';

/** How far a group is behind in each partition, as the broker knows it: offsets are committed after the effects. */
export async function kafkaLag(kafka: Kafka, group: string, topics: readonly string[]): Promise<PartitionLag[]> {
  return asking(kafka, async (admin) => {
    const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
    const lags = await Promise.all(topics.map((topic) => lagOf(admin, topic, committed.find((one) => one.topic === topic)?.partitions ?? [])));
    return lags.flat();
  });
}

/** The partitions whose first records the broker has deleted: it keeps them for the topic's `retention.ms`, a week unless somebody said otherwise. */
export async function kafkaGone(kafka: Kafka, topics: readonly string[]): Promise<PartitionGone[]> {
  const goneOf = async (admin: Admin, topic: string): Promise<PartitionGone[]> =>
    (await admin.fetchTopicOffsets(topic))
      .map(({ partition, low }) => ({ topic, partition, records: Number(low) }))
      .filter(({ records }) => records > 0);
  return asking(kafka, async (admin) => (await Promise.all(topics.map((topic) => goneOf(admin, topic)))).flat());
}

/** Does the broker still hold a record from before this moment? The first one that is not older has an offset above the lowest then. */
export async function kafkaHoldsBefore(kafka: Kafka, topics: readonly string[], moment: Date): Promise<boolean> {
  const holds = async (admin: Admin, topic: string): Promise<boolean> => {
    const [all, later] = await Promise.all([admin.fetchTopicOffsets(topic), admin.fetchTopicOffsetsByTimestamp(topic, moment.getTime())]);
    const lowest = new Map(all.map(({ partition, low }) => [partition, Number(low)]));
    return later.some(({ partition, offset }) => Number(offset) > (lowest.get(partition) ?? 0));
  };
  return asking(kafka, async (admin) => (await Promise.all(topics.map((topic) => holds(admin, topic)))).includes(true));
}

async function asking<T>(kafka: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

async function lagOf(admin: Admin, topic: string, committed: readonly { partition: number; offset: string }[]): Promise<PartitionLag[]> {
  const ends = await admin.fetchTopicOffsets(topic);
  return ends
    .map(({ partition, high, low }): PartitionLag => {
      const offset = Number(committed.find((one) => one.partition === partition)?.offset ?? -1);
      const position = offset < 0 ? Number(low) : offset;
      return { topic, partition, position, end: Number(high), lag: Math.max(0, Number(high) - position) };
    })
    .sort((a, b) => a.partition - b.partition);
}
