import { ComplaintAcknowledged } from '#libs/contracts';
import { emitted, freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { poolThatLosesAnAnswer } from '../test/lost-answer.js';
import { noteDatabase, notes } from '../test/note-service.js';
import { CommandCombiner } from './command-combiner.js';
import { WorkCombiner, type Share } from './work-combiner.js';
import type { Work } from './work.js';

let fresh: FreshDatabase;
let transactions: number;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());
beforeEach(async () => {
  transactions = 0;
  await fresh.db.query('truncate note, outbox, aggregate_head');
});

const context = { actor: 'test' };

/** Writes all notes with one statement; the value `bad` breaks a rule, the value `broken` the statement. */
const combiner = (db = fresh.db) =>
  new WorkCombiner<{ key: string; value: string }, string>(db, async (tx, shares: readonly Share<{ key: string; value: string }>[]) => {
    transactions += 1;
    if (shares.some(({ input }) => input.value === 'bad')) throw new Error('rule said no');
    const [keys, values] = [shares.map(({ input }) => input.key), shares.map(({ input }) => (input.value === 'broken' ? null : input.value))];
    await tx.query(`insert into note (handler, key, value) select 'combined', k, v from unnest($1::text[], $2::text[]) as n(k, v)`, [keys, values]);
    for (const { work, input } of shares)
      work.emit(ComplaintAcknowledged({ complaintId: input.key, channel: 'app', acknowledgedAt: work.now.toISOString() }));
    return shares.map(({ input }) => `${input.key} ${input.value}`);
  });

it('C55 stores what many ask at once in few transactions, and gives everybody their own answer', async () => {
  const asked = Array.from({ length: 200 }, (_, n) => ({ key: randomUUID(), value: String(n) }));
  const work = combiner();
  const answers = await Promise.all(asked.map((input) => work.run(context, input)));
  expect(answers).toEqual(asked.map(({ key, value }) => `${key} ${value}`));
  expect(transactions).toBeLessThan(10);
  for (const { key, value } of asked) expect(await notes(fresh.db, 'combined', key)).toEqual([value]);
  expect((await emitted(fresh.db)).map(({ key }) => key).sort()).toEqual(asked.map(({ key }) => key).sort());
});

/** How many shares each transaction had while eight clients asked 40 times each, one after the other. */
async function sizesFor(load: number): Promise<number[]> {
  const sizes: number[] = [];
  let begun: () => void;
  const firstBegan = new Promise<void>((resolve) => (begun = resolve));
  const fn = async (tx: EntityManager, shares: readonly Share<number>[]): Promise<number[]> => {
    sizes.push(shares.length);
    begun();
    await tx.query('select 1');
    return shares.map(({ input }) => input);
  };
  const work = new WorkCombiner(fresh.db, fn, () => load);
  const client = async (): Promise<void> => {
    for (let n = 0; n < 40; n += 1) await work.run(context, n);
  };
  const first = client();
  await firstBegan; // so that they do not ask in step
  await Promise.all([first, ...Array.from({ length: 7 }, client)]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(8 * 40);
  return sizes.slice(10, -10);
}

it('stores one half of those who ask again and again while the other half is answered', async () => {
  const steady = await sizesFor(0.5);
  expect(steady).toEqual(steady.map(() => 4));
});

it('C55 on a busy machine more of those who ask again and again share a transaction than one half', async () => {
  const steady = await sizesFor(0.9);
  expect(steady.filter((size) => size > 4).length).toBeGreaterThan(steady.length / 2);
});

it('C55 on a busy machine nobody waits long for those who do not ask again', async () => {
  const work = new WorkCombiner<number, number>(
    fresh.db,
    (_tx, shares) => Promise.resolve(shares.map(({ input }) => input)),
    () => 1,
  );
  expect(await Promise.all([1, 2, 3, 4].map((n) => work.run(context, n)))).toEqual([1, 2, 3, 4]);
  expect(await work.run(context, 5)).toBe(5);
});

it.each(['bad', 'broken'])('C55 a share that is %s fails alone: the others are stored once, with their events', async (wrong) => {
  const asked = ['a', 'b', wrong, 'c'].map((value) => ({ key: randomUUID(), value }));
  const work = combiner();
  const outcomes = await Promise.allSettled(asked.map((input) => work.run(context, input)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect((await notes(fresh.db, 'combined')).sort()).toEqual(['a', 'b', 'c']);
  expect(await emitted(fresh.db)).toHaveLength(3);
});

it('I3 stores nothing twice when the answer to the commit is lost: nobody knows then whether it is stored, and everybody is told', async () => {
  const losing = await poolThatLosesAnAnswer(fresh);
  const work = combiner(losing.db);
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((value) => work.run(context, { key: randomUUID(), value })));
  await losing.close();
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await notes(fresh.db, 'combined')).toEqual(['a', 'b', 'c']);
  expect(await emitted(fresh.db)).toHaveLength(3);
});

it('C55 stores what a share says lastly in the same commit, and merges statements that are per row', async () => {
  const work = combiner();
  const lastly = (answer: string) => [
    {
      name: 'test-lastly',
      text: `insert into note (handler, key, value) select 'lastly', k, 'x' from unnest($1::text[]) as k`,
      values: [[answer]],
      perRow: true,
    },
  ];
  const asked = Array.from({ length: 20 }, (_, n) => ({ key: randomUUID(), value: String(n) }));
  await Promise.all(asked.map((input) => work.run(context, input, lastly)));
  expect(await notes(fresh.db, 'lastly')).toHaveLength(20);
});

describe('commands together', () => {
  const noting = (key: string, value: string) => async (work: Work) => {
    await work.tx.query('select 1'); // as every command: it reads first
    work.store({ name: 'test-note', text: `insert into note (handler, key, value) values ('command', $1, $2)`, values: [key, value] });
    if (value === 'refused') throw new Error('rule said no');
    work.emit(ComplaintAcknowledged({ complaintId: key, channel: 'app', acknowledgedAt: work.now.toISOString() }));
    return (await work.tx.query('select pg_current_xact_id()::text as id'))[0].id as string;
  };

  it('C55 one that is refused leaves nothing behind and takes nobody along', async () => {
    const commands = new CommandCombiner(fresh.db);
    const [first, second] = [randomUUID(), randomUUID()];
    const refused = randomUUID();
    const outcomes = await Promise.allSettled([
      commands.run(context, first, noting(first, 'a')),
      commands.run(context, refused, noting(refused, 'refused')),
      commands.run(context, second, noting(second, 'b')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const [one, , other] = outcomes as PromiseFulfilledResult<string>[];
    expect(one!.value).toBe(other!.value); // one transaction
    expect((await notes(fresh.db, 'command')).sort()).toEqual(['a', 'b']);
    expect((await emitted(fresh.db)).map(({ key }) => key).sort()).toEqual([first, second].sort());
  });

  it('C55 those of one key are stored one after the other, in the order of asking', async () => {
    const commands = new CommandCombiner(fresh.db);
    const key = randomUUID();
    const transactions = await Promise.all(Array.from({ length: 12 }, (_, n) => commands.run(context, key, noting(key, String(n)))));
    expect(new Set(transactions).size).toBe(12);
    expect(await notes(fresh.db, 'command', key)).toEqual(Array.from({ length: 12 }, (_, n) => String(n)));
    expect((await emitted(fresh.db)).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  });

  it('C55 one that takes long does not hold up the others', async () => {
    const commands = new CommandCombiner(fresh.db);
    let finish = (): void => undefined;
    const long = commands.run(context, 'long', () => new Promise<void>((resolve) => (finish = resolve)));
    await new Promise((resolve) => setImmediate(resolve));
    const [quick, other] = [randomUUID(), 'long'];
    const behind = commands.run(context, other, noting(randomUUID(), 'behind'));
    await commands.run(context, quick, noting(quick, 'quick'));
    expect(await notes(fresh.db, 'command')).toEqual(['quick']);
    finish();
    await Promise.all([long, behind]);
    expect(await notes(fresh.db, 'command')).toEqual(['quick', 'behind']);
  });

  it('C55 when the database refuses one, each is tried alone', async () => {
    const commands = new CommandCombiner(fresh.db);
    const broken = randomUUID();
    const fine = randomUUID();
    const failing = (work: Work) => work.tx.query('select 1 / 0');
    const outcomes = await Promise.allSettled([commands.run(context, broken, failing), commands.run(context, fine, noting(fine, 'fine'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await notes(fresh.db, 'command', fine)).toEqual(['fine']);
  });
});
