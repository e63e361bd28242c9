import { randomUUID } from 'node:crypto';
import type { EventTransport, Publisher, ReceivedRecord, WireRecord } from '../src/transport/transport.js';
import { DEADLINE_MS, Listener } from './listener.js';

const PARTITIONS = 4;

const record = (topic: string, key: string, value: string): WireRecord => ({
  topic,
  key,
  value,
  headers: { ce_id: randomUUID(), ce_type: 'test.happened.v1' },
});

/**
 * Everything that was published has been heard, and nothing before what precedes it in its key; it may come twice, never skipped.
 * Values of each key are 0, 1, 2 …
 */
function expectOrderOfFirstOccurrences(heard: readonly ReceivedRecord[], published: ReadonlyMap<string, number>): void {
  const next = new Map<string, number>();
  for (const { key, value } of heard) {
    const expected = next.get(key) ?? 0;
    if (Number(value) > expected) throw new Error(`${key} heard ${value} before ${expected}`);
    if (Number(value) === expected) next.set(key, expected + 1);
  }
  expect(next).toEqual(published);
}

export interface ConformanceOptions {
  /** Takes the server behind the log away and brings it back with its data. */
  restart?: () => Promise<void>;
  /** How long the slowest of these may take, in milliseconds. */
  timeoutMs?: number;
}

/** What every transport must do alike; run it with each adapter. `STRESS=<minutes>` adds members that come and go for so long. */
export function describeTransport(name: string, make: () => EventTransport, { restart, timeoutMs = 60_000 }: ConformanceOptions = {}): void {
  describe(`C55 ${name} keeps the promises of the event log`, () => {
    let transport: EventTransport;
    let topic: string;
    const listeners: Listener[] = [];
    const listen = async (group: string, sliceSize?: number, listener = new Listener()): Promise<Listener> => {
      listeners.push(listener);
      return listener.join(transport, group, topic, sliceSize);
    };
    /** Publishes `each` numbered records of these keys, again and again, while `meanwhile` runs; returns how many of each key. */
    const publishWhile = async (keys: readonly string[], each: number, meanwhile: () => Promise<void>): Promise<Map<string, number>> => {
      const published = new Map(keys.map((key) => [key, 0]));
      let isOver = false;
      const running = meanwhile().finally(() => (isOver = true));
      const publisher = transport.publisher();
      do {
        const records = keys.flatMap((key) => Array.from({ length: each }, (_, i) => record(topic, key, String(published.get(key)! + i))));
        await publisher.publish(records);
        for (const key of keys) published.set(key, published.get(key)! + each);
        await new Promise((resolve) => setTimeout(resolve, 20)); // a steady trickle
      } while (!isOver);
      await publisher.close();
      await running;
      return published;
    };
    const sumOf = (published: ReadonlyMap<string, number>): number => [...published.values()].reduce((sum, count) => sum + count, 0);
    const isAllHeard = (heard: readonly ReceivedRecord[], published: ReadonlyMap<string, number>): boolean =>
      heard.length >= sumOf(published) && new Set(heard.map(({ key, value }) => `${key} ${value}`)).size === sumOf(published);
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

    it(
      'I4 keeps the order of each key while members join and leave, and skips nothing',
      async () => {
        const heard: ReceivedRecord[] = [];
        const group = `g-${topic}`;
        const staying = await listen(group, 7, new Listener(heard));
        const published = await publishWhile(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 2, async () => {
          await staying.until(() => staying.isJoined);
          for (let round = 0; round < 3; round += 1) {
            const guest = await listen(group, 3, new Listener(heard));
            const before = heard.length;
            await guest.until(() => heard.length > before + 30);
            await guest.leave();
          }
        });
        await staying.until(() => isAllHeard(heard, published));
        expectOrderOfFirstOccurrences(heard, published);
      },
      timeoutMs,
    );

    it(
      'brings to another member what one died with before it was applied, in order',
      async () => {
        const doomed = new Listener();
        const given: string[] = [];
        doomed.before = (records) => {
          given.push(...records.map(({ value }) => value));
          throw new Error('not applied');
        };
        await listen(`g-${topic}`, 2, doomed);
        await publish(...['1', '2', '3'].map((value) => record(topic, 'a', value)));
        await doomed.until(() => given.length > 0);
        await doomed.leave();
        expect(doomed.heard).toEqual([]);
        const heir = await listen(`g-${topic}`, 2);
        await heir.until(() => heir.heard.length >= 3);
        expect(heir.values('a')).toEqual(['1', '2', '3']);
      },
      timeoutMs,
    );

    it(
      'hands over in good order: nothing twice, nothing lost',
      async () => {
        const heard: ReceivedRecord[] = [];
        const leaving = new Listener(heard);
        leaving.before = () => new Promise((resolve) => setTimeout(resolve, 2)); // so that it leaves in the middle
        await listen(`g-${topic}`, 5, leaving);
        const keys = Array.from({ length: 20 }, (_, i) => `key-${i}`);
        await publish(...Array.from({ length: 400 }, (_, i) => record(topic, keys[i % 20]!, String(Math.floor(i / 20)))));
        await leaving.until(() => heard.length >= 50);
        await leaving.leave();
        expect(heard.length).toBeLessThan(400);
        const heir = await listen(`g-${topic}`, 50, new Listener(heard));
        await heir.until(() => heard.length >= 400);
        for (const key of keys) expect(heir.values(key)).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
      },
      timeoutMs,
    );

    if (restart)
      it(
        'goes on by itself when the server comes back',
        async () => {
          const listener = await listen(`g-${topic}`);
          const publisher = transport.publisher();
          await publisher.publish([record(topic, 'a', '0'), record(topic, 'a', '1')]);
          await publisher.close();
          await listener.until(() => listener.heard.length >= 2);
          await restart();
          // As the relay does: a publisher that failed is thrown away, and the same records are sent again.
          await untilPublished(() => transport.publisher(), [record(topic, 'a', '2'), record(topic, 'a', '3')]);
          await listener.until(() => isAllHeard(listener.heard, new Map([['a', 4]])));
          expectOrderOfFirstOccurrences(listener.heard, new Map([['a', 4]]));
        },
        timeoutMs,
      );

    const stressMinutes = Number(process.env['STRESS'] ?? 0);
    if (stressMinutes > 0)
      it(
        `I2 I4 holds for ${stressMinutes} minutes with members that come and go every two seconds`,
        async () => {
          const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
          console.info(`stress of ${name}: SEED=${seed}`);
          const dice = seededDice(seed);
          const heard: ReceivedRecord[] = [];
          const members: Listener[] = [];
          const group = `g-${topic}`;
          const enter = async (): Promise<unknown> => members.push(await listen(group, 1 + Math.floor(dice() * 20), new Listener(heard)));
          await enter();
          const keys = Array.from({ length: 200 }, (_, i) => `key-${i}`);
          const published = await publishWhile(keys, 1, async () => {
            for (const end = Date.now() + stressMinutes * 60_000; Date.now() < end;) {
              await new Promise((resolve) => setTimeout(resolve, 2_000));
              if (members.length > 1 && dice() < 0.5) await members.splice(Math.floor(dice() * members.length), 1)[0]!.leave();
              else if (members.length < 4) await enter();
            }
          });
          await members[0]!.until(() => isAllHeard(heard, published));
          expectOrderOfFirstOccurrences(heard, published);
          console.info(`stress of ${name}: ${sumOf(published)} published, ${heard.length} heard`);
        },
        stressMinutes * 60_000 + 2 * timeoutMs,
      );

    it('refuses topics with another number of partitions', async () => {
      await expect(transport.ensureTopics([topic], PARTITIONS + 1)).rejects.toThrow(/partitions, expected 5/);
    });
  });
}

async function untilPublished(open: () => Publisher, records: readonly WireRecord[]): Promise<void> {
  for (const deadline = Date.now() + DEADLINE_MS; ;) {
    const publisher = open();
    try {
      await publisher.publish(records);
      return await publisher.close();
    } catch (error) {
      await publisher.close();
      if (Date.now() > deadline) throw error;
    }
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seededDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
