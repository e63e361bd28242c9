import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { noteDatabase } from '../test/note-service.js';
import fc from 'fast-check';
import { clientOf, inTransaction, textArray } from './transaction.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());

const failing = (statement: string) =>
  inTransaction(fresh.db, async (runner) => {
    const client = await clientOf(runner);
    const awaitedLonger = Promise.all([Promise.all([client.query(statement)])]);
    const awaited = Promise.all([awaitedLonger, client.query('select 1')]);
    setImmediate(beBusy); // after sending: both answers come in one go
    await awaited;
    return { result: undefined, last: [] };
  });

const beBusy = (): void => {
  const until = performance.now() + 50;
  while (performance.now() < until);
};

it('tells what failed, not that the transaction is aborted, of statements that travel together', async () => {
  await expect(failing('select 1 / 0')).rejects.toMatchObject({ code: '22012' });
  await expect(failing('select from nowhere')).rejects.toMatchObject({ code: '42P01' });
});

it('tells an error of the code itself as it is, also after others on the same connection', async () => {
  await expect(failing('select 1 / 0')).rejects.toMatchObject({ code: '22012' });
  await expect(inTransaction(fresh.db, () => Promise.reject(new Error('rule said no')))).rejects.toThrow('rule said no');
  expect(await inTransaction(fresh.db, () => Promise.resolve({ result: 7, last: [] }))).toBe(7);
});

it('an array of texts comes to the database as it is, whatever is in them', async () => {
  const character = fc.oneof(fc.constantFrom(...'"\\\n\t\u007f,{}한😀'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
  const text = fc.array(character.filter((one) => one !== '\0')).map((some) => some.join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(text, fc.json(), fc.constant('NULL'))), async (texts) => {
      const [{ arrived }]: [{ arrived: string[] }] = await fresh.db.query('select $1::text[] as arrived', [textArray(texts)]);
      expect(arrived).toEqual(texts);
    }),
    { numRuns: 300 },
  );
});
