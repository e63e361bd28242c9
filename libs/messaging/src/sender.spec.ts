import fc from 'fast-check';
import { FATES, FaultyLog, type Fate } from '../test/faulty-log.js';
import { RememberedOutbox } from '../test/remembered-outbox.js';
import { drainOutbox } from './drain-outbox.js';
import { silentLog } from './log.js';
import { LowWater } from './low-water.js';
import { Sender } from './sender.js';
import type { WireRecord } from './transport/transport.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
console.info(`sender.spec: SEED=${seed}`);

const PARTS = [0, 1];
const LIMIT = 3;
const DEADLINE_MS = 2;
const KEYS = ['a', 'b', 'c', 'd'] as const;
const figures = { sent: () => undefined, failed: () => undefined };
const partOf = (key: string): number => (key < 'c' ? 0 : 1);

/** A replica's relay: what `Relay` does in each wake-up, with a clock of its own. */
function aRelay(outbox: RememberedOutbox, log: FaultyLog): () => Promise<void> {
  const sender = new Sender(() => log.publisher(), silentLog, figures, DEADLINE_MS);
  const lowWater = new LowWater();
  let clock = 0;
  return async () => {
    clock += 6_000; // each wake-up wants to move the mark, so that it is tried often
    await sender.carryDue(outbox, PARTS, LIMIT);
    await drainOutbox({
      parts: () => PARTS,
      limit: LIMIT,
      lowWater,
      carry: (parts, after) => sender.carry(outbox, parts, LIMIT, after),
      openTransactions: (since) => outbox.openTransactions(since),
      now: () => clock,
    });
  };
}

const numberOf = ({ headers }: WireRecord): number => Number(headers['ce_sequence']);

/** For each key the numbers in the order in which they came for the first time. */
function firstOccurrences(stored: readonly WireRecord[]): Record<string, number[]> {
  return Object.fromEntries(KEYS.map((key) => [key, [...new Set(stored.filter((record) => record.key === key).map(numberOf))]]));
}

type Step = { do: 'emit'; key: string } | { do: 'commit'; which: number } | { do: 'wake'; relay: number } | { do: 'arrive' } | { do: 'redrive' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('emit' as const), key: fc.constantFrom(...KEYS) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('commit' as const), which: fc.nat(3) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wake' as const), relay: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('arrive' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('redrive' as const) }) },
);

interface Course {
  steps: Step[];
  fates: Fate[];
  /** Records that the log refuses until it is mended, as `key + number`. */
  poison: string[];
}

const course: fc.Arbitrary<Course> = fc.record({
  steps: fc.array(step, { minLength: 5, maxLength: 40 }),
  fates: fc.array(fc.constantFrom(...FATES), { maxLength: 12 }),
  poison: fc.uniqueArray(fc.constantFrom('a1', 'a2', 'b1', 'c2', 'd1', 'd3'), { maxLength: 2 }),
});

/** Runs a course with two relays that overlap, then lets all faults stop and waits for quiet. */
async function run({ steps, fates, poison }: Course, turn?: (name: string) => Promise<void>): Promise<{ outbox: RememberedOutbox; log: FaultyLog }> {
  const outbox = new RememberedOutbox(partOf, turn);
  const log = new FaultyLog([...fates], turn);
  log.refuses = ({ key, headers }) => poison.includes(`${key}${headers['ce_sequence']}`);
  const relays = [aRelay(outbox, log), aRelay(outbox, log)];
  const busy: (Promise<void> | undefined)[] = [undefined, undefined];
  const commits: (() => void)[] = [];
  for (const next of steps) {
    if (next.do === 'emit') {
      const commit = outbox.begin(next.key);
      if (commit) commits.push(commit);
    }
    if (next.do === 'commit') commits.splice(next.which % Math.max(1, commits.length), 1)[0]?.();
    if (next.do === 'arrive') log.arriveLate();
    if (next.do === 'redrive') outbox.redrive();
    if (next.do === 'wake') {
      busy[next.relay] ??= relays[next.relay]!()
        .catch(() => undefined) // the next wake-up reads again
        .finally(() => (busy[next.relay] = undefined));
      if (!turn) await busy[next.relay];
      else await turn('pause');
    }
  }
  commits.forEach((commit) => commit());
  log.refuses = () => false;
  await Promise.all(Array.from(busy, (one) => one ?? Promise.resolve()));
  for (let wake = 0; wake < 60 && (wake < 12 || outbox.rows.length > 0 || outbox.aside.length > 0); wake += 1) {
    outbox.redrive();
    await relays[wake % 2]!().catch(() => undefined);
    if (wake === 6) log.arriveLate();
  }
  return { outbox, log };
}

function expectPromisesKept(outbox: RememberedOutbox, log: FaultyLog): void {
  expect([outbox.rows, outbox.aside]).toEqual([[], []]);
  for (const [key, numbers] of Object.entries(firstOccurrences(log.stored)))
    expect(numbers).toEqual(Array.from({ length: outbox.committed(key) }, (_, i) => i + 1));
}

describe('I2 I4 the relay loses nothing and keeps the order of first occurrences, whatever the log answers', () => {
  it('one wake-up after the other', async () => {
    await fc.assert(
      fc.asyncProperty(course, async (drawn) => {
        const { outbox, log } = await run(drawn);
        expectPromisesKept(outbox, log);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('two relays at once, their statements and sends in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), course, async (scheduler, drawn) => {
        const turn = (name: string): Promise<void> => scheduler.schedule(Promise.resolve(), name);
        const running = run(drawn, turn);
        const { outbox, log } = await scheduler.waitFor(running);
        expectPromisesKept(outbox, log);
      }),
      { seed, numRuns: 150 },
    );
  });
});

it('I7 a refused event stops its own key only', async () => {
  const outbox = new RememberedOutbox(partOf);
  const log = new FaultyLog([]);
  log.refuses = ({ key, headers }) => key === 'a' && headers['ce_sequence'] === '2';
  const wake = aRelay(outbox, log);
  for (const key of ['a', 'b', 'a', 'b', 'a', 'd', 'b']) outbox.begin(key)?.();
  await wake();
  outbox.begin('a')?.();
  await wake();
  expect(firstOccurrences(log.stored)).toEqual({ a: [1], b: [1, 2, 3], c: [], d: [1] });
  expect(outbox.aside.map(({ key, sequence, state }) => [key, sequence, state])).toEqual([
    ['a', 2, 'refused'],
    ['a', 3, 'behind'],
    ['a', 4, 'behind'],
  ]);
  log.refuses = () => false;
  outbox.redrive();
  for (let i = 0; i < 4; i += 1) await wake();
  expect(firstOccurrences(log.stored)['a']).toEqual([1, 2, 3, 4]);
});

it('I4 an event that was numbered early and committed late goes before the next one of its key', async () => {
  const outbox = new RememberedOutbox(partOf);
  const log = new FaultyLog([]);
  const wake = aRelay(outbox, log);
  const commitLate = outbox.begin('a')!;
  for (let round = 0; round < 4; round += 1) {
    outbox.begin('b')?.();
    await wake();
  }
  commitLate();
  outbox.begin('a')?.();
  await wake();
  expect(firstOccurrences(log.stored)).toEqual({ a: [1, 2], b: [1, 2, 3, 4], c: [], d: [] });
});

it('I4 what stands behind a refused event in the same batch waits with it', async () => {
  const outbox = new RememberedOutbox(partOf);
  const log = new FaultyLog([]);
  log.refuses = ({ key, headers }) => key === 'a' && headers['ce_sequence'] === '1';
  for (const key of ['a', 'a', 'a']) outbox.begin(key)?.();
  await aRelay(outbox, log)();
  expect([log.stored, outbox.aside.map(({ sequence, state }) => [sequence, state])]).toEqual([
    [],
    [
      [1, 'refused'],
      [2, 'behind'],
      [3, 'behind'],
    ],
  ]);
});

it.each<[Fate, made: number]>([
  ['stored', 1],
  ['failed', 2],
  ['answer-lost', 2],
  ['never', 2],
])('after an answer "%s" two sends have had %i publishers: what is unclear about one must not touch the next', async (fate, made) => {
  const outbox = new RememberedOutbox(partOf);
  const log = new FaultyLog([fate]);
  const publishers: unknown[] = [];
  const newPublisher = () => {
    const publisher = log.publisher();
    publishers.push(publisher);
    return publisher;
  };
  const sender = new Sender(newPublisher, silentLog, figures, DEADLINE_MS);
  for (let send = 0; send < 2; send += 1) {
    outbox.begin('a')?.();
    await sender.carry(outbox, PARTS, LIMIT, [0, 0]).catch(() => undefined);
  }
  expect(publishers).toHaveLength(made);
});
