import { askVersions, EventRefused, KafkaTransport, silentLog, versionFault, type EventTransport, type WireRecord } from '#libs/messaging';
import { dataSourceFor } from '#libs/service-kit';
import { freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { startKafka } from '../deploy/local/kafka.mjs';
import { describeEffects } from '../libs/messaging/test/effects.conformance.js';
import { noteDatabase } from '../libs/messaging/test/note-service.js';
import { describeTransport } from '../libs/messaging/test/transport.conformance.js';

// A broker of its own: it is taken away in the middle.
const dataDir = mkdtempSync(path.join(tmpdir(), 'redress-kafka-'));
let kafka: Awaited<ReturnType<typeof startKafka>>;
beforeAll(async () => {
  kafka = await startKafka({ dataDir });
});
afterAll(async () => {
  await kafka?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const aTransport = (options: { sessionTimeoutMs?: number } = {}): EventTransport =>
  new KafkaTransport({ brokers: [kafka.brokers], clientId: 'conformance', ...options }, silentLog);
const restart = async (): Promise<void> => {
  await kafka.stop();
  await kafka.start();
};

describeTransport('Apache Kafka', aTransport, { restart, timeoutMs: 120_000 });

let note: FreshDatabase | undefined;
let pool: DataSource | undefined;
describeEffects('Apache Kafka', async () => {
  note = await freshDatabase(noteDatabase);
  pool = dataSourceFor(noteDatabase, { DATABASE_URL: note.url, DATABASE_POOL_SIZE: 12, DATABASE_STATEMENT_TIMEOUT_MS: 10_000 });
  return { db: await pool.initialize(), transport: aTransport };
});
afterAll(async () => {
  await pool?.destroy();
  await note?.drop();
});

describe('what is particular to Kafka', () => {
  const topic = `particular.${randomUUID()}`;
  const record = (value: string, to = topic): WireRecord => ({ topic: to, key: 'a', value, headers: {} });
  let transport: EventTransport;
  beforeAll(async () => {
    transport = aTransport();
    await transport.ensureTopics([topic], 4);
  });
  afterAll(() => transport.close());

  it('says when a record is too large for the broker, and only then', async () => {
    const publisher = transport.publisher();
    await expect(publisher.publish([record('x'.repeat(1_200_000))])).rejects.toThrow(EventRefused);
    await publisher.close();
    const next = transport.publisher();
    await next.publish([record('small')]);
    await next.close();
  });

  it('says what the broker still holds, and how many records it has deleted by their age', async () => {
    const kept = `kept.${topic}`;
    await transport.ensureTopics([kept], 4);
    const holdsSomethingBefore = (ms: number) => transport.holdsBefore!([kept], new Date(ms));
    const holdsNothing = !(await holdsSomethingBefore(Date.now() + 60_000));
    const publisher = transport.publisher();
    await publisher.publish([record('first', kept), record('second', kept)]);
    await publisher.close();
    expect([holdsNothing, await holdsSomethingBefore(Date.now() + 60_000), await holdsSomethingBefore(Date.now() - 60_000)]).toEqual([
      true,
      true,
      false,
    ]);
    const before = await transport.gone!([kept]);
    const admin = new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const { partition } = (await admin.fetchTopicOffsets(kept)).find(({ high }) => high === '2')!;
    await admin.deleteTopicRecords({ topic: kept, partitions: [{ partition, offset: '1' }] });
    await admin.disconnect();
    expect([before, await transport.gone!([kept])]).toEqual([[], [{ topic: kept, partition, records: 1 }]]);
  });

  it('says when a topic stays unknown, not at the first look', async () => {
    const outcomes: unknown[] = [];
    await waitFor(
      'the refusal',
      async () => {
        const publisher = transport.publisher();
        const outcome: unknown = await publisher.publish([record('lost', `nowhere.${topic}`)]).catch((error: unknown) => error);
        await publisher.close();
        outcomes.push(outcome);
        return outcome instanceof EventRefused;
      },
      { everyMs: 200 },
    );
    expect(outcomes[0]).not.toBeInstanceOf(EventRefused);
    expect(outcomes.at(-1)).toMatchObject({ message: 'UNKNOWN_TOPIC_OR_PARTITION' });
  });

  it('lets nothing leave a publisher that was given up, though kafkajs would connect again', async () => {
    const publisher = transport.publisher();
    await publisher.publish([record('before')]);
    await publisher.close();
    await expect(publisher.publish([record('after')])).rejects.toThrow();
  });

  it('speaks versions that the broker knows', async () => {
    expect(versionFault(kafka.brokers, await askVersions(kafka.brokers))).toBeUndefined();
  });

  it('tells the process when kafkajs will not go on by itself', async () => {
    const strange = aTransport({ sessionTimeoutMs: 86_400_000 }); // the broker refuses such a member for good
    let fatal: Error | undefined;
    const subscription = await strange.subscribe({
      group: `strange-${topic}`,
      topics: [topic],
      sliceSize: 1,
      onSlice: () => Promise.resolve(),
      onFatal: (error) => (fatal = error),
    });
    await waitFor('the crash', () => fatal);
    expect(subscription.isJoined()).toBe(false);
    await strange.close();
  });

  it('is not behind when a foreign transaction left its marks, and hears nothing of one that was taken back', async () => {
    const [group, marked] = [`marked-${topic}`, `marked.${topic}`];
    await transport.ensureTopics([marked], 4);
    const foreign = new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING }).producer({
      transactionalId: group,
      maxInFlightRequests: 1,
      idempotent: true,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await foreign.connect();
    for (const [value, end] of [
      ['kept', 'commit'],
      ['taken back', 'abort'],
    ] as const) {
      const transaction = await foreign.transaction();
      await transaction.send({ topic: marked, messages: [{ key: 'a', value }] });
      await transaction[end]();
    }
    await foreign.disconnect();
    const heard: string[] = [];
    const subscription = await transport.subscribe({
      group,
      topics: [marked],
      sliceSize: 10,
      onSlice: (records) => Promise.resolve(void heard.push(...records.map(({ value }) => value))),
      onFatal: () => undefined,
    });
    await waitFor('the end of the log', async () => (await transport.lag!(group, [marked])).every(({ lag }) => lag === 0));
    await subscription.close();
    expect(heard).toEqual(['kept']);
  });

  it('leaves in time, though a slice never ends', async () => {
    const publisher = transport.publisher();
    await publisher.publish([record('heavy')]);
    await publisher.close();
    const stuck = aTransport();
    let isStuck = false;
    const subscription = await stuck.subscribe({
      group: `stuck-${topic}`,
      topics: [topic],
      sliceSize: 1,
      onSlice: () => {
        isStuck = true;
        return new Promise(() => undefined);
      },
      onFatal: (error) => {
        throw error;
      },
    });
    await waitFor('a running slice', () => isStuck);
    const began = Date.now();
    await subscription.close();
    expect(Date.now() - began).toBeLessThan(6_000);
    await stuck.close();
  });
});
