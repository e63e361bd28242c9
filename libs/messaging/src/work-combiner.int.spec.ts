import { ComplaintAcknowledged } from '#libs/contracts';
import { emitted, freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { noteDatabase, notes } from '../test/note-service.js';
import { WorkCombiner, type Share } from './work-combiner.js';

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
const combiner = () =>
  new WorkCombiner<{ key: string; value: string }, string>(fresh.db, async (tx, shares: readonly Share<{ key: string; value: string }>[]) => {
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

it.each(['bad', 'broken'])('C55 a share that is %s fails alone: the others are stored once, with their events', async (wrong) => {
  const asked = ['a', 'b', wrong, 'c'].map((value) => ({ key: randomUUID(), value }));
  const work = combiner();
  const outcomes = await Promise.allSettled(asked.map((input) => work.run(context, input)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect((await notes(fresh.db, 'combined')).sort()).toEqual(['a', 'b', 'c']);
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
