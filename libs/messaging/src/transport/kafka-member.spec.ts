import fc from 'fast-check';
import type { EachBatchPayload } from 'kafkajs';
import { silentLog } from '../log.js';
import { KafkaMember } from './kafka-member.js';
import type { ReceivedRecord } from './transport.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
console.info(`kafka-member.spec: SEED=${seed}`);

const RECORDS = 12;
const silent = { pause: () => undefined, resume: () => undefined, stop: () => Promise.resolve(), disconnect: () => Promise.resolve() };

/** The broker's side of one batch: what it was told, and whether the group still wants us. */
class Broker {
  committed = 0;
  isRunning = true;

  take(offset: string): Promise<void> {
    this.committed = Math.max(this.committed, Number(offset));
    return Promise.resolve();
  }

  batchFrom(first: number): EachBatchPayload {
    const messages = Array.from({ length: RECORDS - first }, (_, i) => ({
      offset: String(first + i),
      key: Buffer.from('a'),
      value: Buffer.from('v'),
      headers: {},
    }));
    return {
      batch: { topic: 't', partition: 0, messages, lastOffset: () => String(RECORDS - 1) },
      resolveOffset: () => undefined,
      heartbeat: () => Promise.resolve(),
      isRunning: () => this.isRunning,
      isStale: () => false,
      commitOffsetsIfNecessary: ({ topics }: { topics: { partitions: { offset: string }[] }[] }) => this.take(topics[0]!.partitions[0]!.offset),
    } as unknown as EachBatchPayload;
  }
}

type Outcome = 'applied' | 'rejected' | 'applied, then told to stop' | 'rejected, then told to stop';

it('I2 I4 the position never passes what was applied, and the next member skips nothing; only after a crash it repeats some', async () => {
  const outcomes = fc.array(fc.constantFrom<Outcome>('applied', 'applied', 'rejected', 'applied, then told to stop', 'rejected, then told to stop'), {
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), outcomes, fc.integer({ min: 1, max: 5 }), fc.boolean(), async (scheduler, drawn, sliceSize, leaves) => {
      const broker = new Broker();
      const consumer = { ...silent, commitOffsets: ([one]: { offset: string }[]) => broker.take(one!.offset) };
      const applied: number[] = [];
      const left = [...drawn];
      const onSlice = async (records: readonly ReceivedRecord[]): Promise<void> => {
        const outcome = left.shift() ?? 'applied';
        await scheduler.schedule(Promise.resolve(), outcome);
        if (outcome.endsWith('stop')) broker.isRunning = false;
        if (outcome.startsWith('rejected')) throw new Error('the database is away');
        applied.push(...records.map(({ offset }) => Number(offset)));
        expect(broker.committed).toBeLessThanOrEqual(Number(records[0]!.offset));
      };
      // Each member goes on where the group stands, until everything is applied.
      for (let member = 0; member < 10 && broker.committed < RECORDS; member += 1) {
        broker.isRunning = true;
        const joined = new KafkaMember(consumer, { group: 'g', topics: ['t'], sliceSize, onSlice, onFatal: () => undefined }, silentLog);
        await scheduler.waitFor(joined.eachBatch(broker.batchFrom(broker.committed)));
        if (leaves || broker.isRunning) await joined.leave();
        else joined.joined(); // dead: what it had not told stays untold
        expect(broker.committed).toBeLessThanOrEqual(Math.max(-1, ...applied) + 1);
      }
      const all = Array.from({ length: RECORDS }, (_, i) => i);
      expect([...new Set(applied)]).toEqual(all); // in order, nothing skipped
      if (leaves) expect(applied).toEqual(all); // and nothing twice
    }),
    { seed, numRuns: 25 },
  );
});

describe('a slice that takes longer than leaving may', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** As kafkajs: without a group it commits, pauses and resumes nothing; `stop` waits for the running slices. */
  class Grouped {
    hasGroup = true;
    isPaused = false;
    idle: Promise<unknown> = Promise.resolve();

    async stop(): Promise<void> {
      await this.idle;
      this.hasGroup = false;
    }
    disconnect = (): Promise<void> => Promise.resolve();
    pause = (): void => {
      this.ask();
      this.isPaused = true;
    };
    resume = (): void => {
      this.ask();
      this.isPaused = false;
    };
    commitOffsets = (): Promise<void> => new Promise((resolve) => resolve(this.ask()));

    private ask(): void {
      if (!this.hasGroup) throw new Error('Consumer group was not initialized, consumer#run must be called first');
    }
  }

  const memberWith = (consumer: Grouped, onSlice: () => Promise<void>) =>
    new KafkaMember(consumer, { group: 'g', topics: ['t'], sliceSize: 100, onSlice, onFatal: () => undefined }, silentLog);

  /** A member just after a slice that was too much for it. */
  async function resting(): Promise<{ consumer: Grouped; member: KafkaMember }> {
    const consumer = new Grouped();
    const member = memberWith(consumer, () => new Promise((resolve) => setTimeout(resolve, 6_000)));
    const batch = member.eachBatch(new Broker().batchFrom(0));
    await jest.advanceTimersByTimeAsync(6_000);
    await batch;
    return { consumer, member };
  }

  it('leaves nothing behind that would keep the process alive', async () => {
    const [consumer, broker] = [new Grouped(), new Broker()];
    let end = (): void => undefined;
    const member = memberWith(consumer, () => new Promise((resolve) => (end = resolve)));
    const batch = member.eachBatch(broker.batchFrom(0));
    consumer.idle = batch;
    broker.isRunning = false;
    const left = member.leave();
    await jest.advanceTimersByTimeAsync(4_000);
    await left;
    await jest.advanceTimersByTimeAsync(3_000);
    end();
    await batch;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('rests to the end, also when kafkajs starts again with a group that has paused nothing', async () => {
    const { consumer, member } = await resting();
    consumer.isPaused = false;
    member.joined();
    const atOnce = consumer.isPaused;
    await jest.advanceTimersByTimeAsync(1_000);
    expect([atOnce, consumer.isPaused]).toEqual([true, false]);
    await member.leave();
  });

  it('rests afterwards, also when kafkajs has no group just when the rest is over', async () => {
    const { consumer, member } = await resting();
    consumer.hasGroup = false; // it starts again after it lost its brokers
    await expect(jest.advanceTimersByTimeAsync(1_000)).resolves.not.toThrow();
    await member.leave();
  });
});
