import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { noteDatabase } from '../test/note-service.js';
import { clientOf, inTransaction } from './transaction.js';

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
