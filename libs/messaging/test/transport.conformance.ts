import { randomUUID } from 'node:crypto';
import type { EventTransport, ReceivedRecord, Subscription, WireRecord } from '../src/transport/transport.js';

const PARTITIONS = 4;
const DEADLINE_MS = 30_000;

/** A group that writes down, without de-duplicating, what it was given. */
class Listener {
  readonly heard: ReceivedRecord[] = [];
  private subscription: Subscription | undefined;
  /** Called before a slice counts as applied; throwing makes the transport bring it again. */
  before: (records: readonly ReceivedRecord[]) => void = () => undefined;

  async join(transport: EventTransport, group: string, topic: string, sliceSize = 10): Promise<this> {
    this.subscription = await transport.subscribe({
      group,
      topics: [topic],
      sliceSize,
      onSlice: (records) => {
        try {
          this.before(records);
        } catch (error) {
          return Promise.reject(error as Error);
        }
        this.heard.push(...records);
        return Promise.resolve();
      },
      onFatal: (error) => {
        throw error;
      },
    });
    return this;
  }

  values(key?: string): string[] {
    return this.heard.filter((record) => key === undefined || record.key === key).map(({ value }) => value);
  }

  async until(condition: () => boolean): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`heard ${this.heard.length} records and waited in vain`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async leave(): Promise<void> {
    await this.subscription?.close();
  }
}

const record = (topic: string, key: string, value: string): WireRecord => ({
  topic,
  key,
  value,
  headers: { ce_id: randomUUID(), ce_type: 'test.happened.v1' },
});

/** What every transport must do alike; run it with each adapter. */
export function describeTransport(name: string, make: () => EventTransport): void {
  describe(`C55 ${name} keeps the promises of the event log`, () => {
    let transport: EventTransport;
    let topic: string;
    const listeners: Listener[] = [];
    const listen = async (group: string, sliceSize?: number): Promise<Listener> => {
      const listener = await new Listener().join(transport, group, topic, sliceSize);
      listeners.push(listener);
      return listener;
    };
    const publish = async (...records: WireRecord[]): Promise<void> => {
      const publisher = transport.publisher();
      await publisher.publish(records);
      await publisher.close();
    };

    beforeEach(async () => {
      transport = make();
      topic = `conformance.${randomUUID()}`;
      await transport.ensureTopics([topic], PARTITIONS);
    });
    afterEach(async () => {
      await Promise.all(listeners.splice(0).map((listener) => listener.leave()));
      await transport.close();
    });

    it('brings what was published, with key, headers and value', async () => {
      const sent = record(topic, 'a', 'one');
      const listener = await listen(`g-${topic}`);
      await publish(sent);
      await listener.until(() => listener.heard.length === 1);
      expect(listener.heard[0]).toMatchObject(sent);
    });

    it('keeps the order of each key', async () => {
      const listener = await listen(`g-${topic}`);
      const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
      const numbers = Array.from({ length: 50 }, (_, i) => String(i));
      const publisher = transport.publisher();
      for (const number of numbers) await publisher.publish(keys.map((key) => record(topic, key, number)));
      await publisher.close();
      await listener.until(() => listener.heard.length === keys.length * numbers.length);
      for (const key of keys) expect(listener.values(key)).toEqual(numbers);
    });

    it('keeps a key in one partition', async () => {
      const listener = await listen(`g-${topic}`);
      await publish(...Array.from({ length: 40 }, (_, i) => record(topic, `key-${i % 5}`, String(i))));
      await listener.until(() => listener.heard.length === 40);
      for (let i = 0; i < 5; i += 1)
        expect(new Set(listener.heard.filter(({ key }) => key === `key-${i}`).map(({ partition }) => partition)).size).toBe(1);
    });

    it('brings the same records again when applying them failed, before any later one of that partition', async () => {
      const listener = new Listener();
      let failures = 0;
      listener.before = (records) => {
        if (records.some(({ value }) => value === '3') && failures < 2) {
          failures += 1;
          throw new Error('not applied');
        }
      };
      listeners.push(await listener.join(transport, `g-${topic}`, topic, 1));
      await publish(...['1', '2', '3', '4', '5'].map((value) => record(topic, 'a', value)));
      await listener.until(() => listener.heard.length >= 5);
      expect(failures).toBe(2);
      expect(listener.values()).toEqual(['1', '2', '3', '4', '5']);
    });

    it('gives every group all records', async () => {
      const [one, two] = [await listen(`one-${topic}`), await listen(`two-${topic}`)];
      await publish(record(topic, 'a', '1'), record(topic, 'b', '2'));
      await Promise.all([one.until(() => one.heard.length === 2), two.until(() => two.heard.length === 2)]);
      expect([...one.values()].sort()).toEqual(['1', '2']);
      expect([...two.values()].sort()).toEqual(['1', '2']);
    });

    it('lets a late joiner read from the start', async () => {
      await publish(record(topic, 'a', '1'), record(topic, 'a', '2'));
      const late = await listen(`late-${topic}`);
      await late.until(() => late.heard.length === 2);
      expect(late.values('a')).toEqual(['1', '2']);
    });

    it('goes on where the group was when a member left in good order', async () => {
      const first = await listen(`g-${topic}`);
      await publish(record(topic, 'a', '1'));
      await first.until(() => first.heard.length === 1);
      await first.leave();
      await publish(record(topic, 'a', '2'));
      const second = await listen(`g-${topic}`);
      await second.until(() => second.heard.length === 1);
      expect(second.values()).toEqual(['2']);
    });

    it('refuses topics with another number of partitions', async () => {
      await expect(transport.ensureTopics([topic], PARTITIONS + 1)).rejects.toThrow(/partitions, expected 5/);
    });
  });
}
