import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { noteDatabase, notes } from '../test/note-service.js';
import { noting, retryNow, saying } from '../test/poison.js';
import { Consumer } from './consumer.js';
import { silentLog } from './log.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());

const NAME = 'note.write-down';
const EVENTS = 7;

/** What may happen between slices: faults come and go, somebody retries or tells something again. */
const between = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ do: 'nothing' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('break' as const), value: fc.integer({ min: 2, max: EVENTS }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'mend' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'retry' as const }) },
);

it('I4 I5 applies each event once, behind all before it, in whatever order the log tells them after the first', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const rest = Array.from({ length: EVENTS - 1 }, (_, i) => i + 2);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...rest, ...rest.map((n) => n + 100)], { minLength: 2 * rest.length }),
      fc.array(fc.record({ count: fc.integer({ min: 1, max: 5 }), then: between }), { minLength: 4, maxLength: 12 }),
      async (order, slices) => {
        await fresh.db.query('truncate note, inbox, parked, consumer_position');
        const keys = [randomUUID(), randomUUID()];
        const broken = new Set<number>();
        const consumer = new Consumer(
          fresh.db,
          [
            noting(NAME, (value) => {
              if (broken.has(value)) throw new Error('no');
            }),
          ],
          silentLog,
        );
        const records = order.map((n) => saying(n % 100, keys[n > 100 ? 1 : 0]!, n % 100));
        const inOrder = async (): Promise<void> => {
          for (const key of keys) {
            const applied = (await notes(fresh.db, NAME, key)).map(Number);
            expect(applied).toEqual(applied.map((_, i) => i + 1));
          }
        };
        await consumer.apply(keys.map((key) => saying(1, key, 1)));
        for (const { count, then } of slices) {
          await consumer.apply(records.splice(0, count));
          if (then.do === 'break') broken.add(then.value);
          if (then.do === 'mend') broken.clear();
          if (then.do === 'retry') await retryNow(fresh.db, consumer);
          await inOrder();
        }
        broken.clear();
        await consumer.apply(records);
        await inOrder();
        await retryNow(fresh.db, consumer);
        for (const key of keys) expect(await notes(fresh.db, NAME, key)).toEqual(Array.from({ length: EVENTS }, (_, i) => String(i + 1)));
        expect(await fresh.db.query('select * from parked')).toEqual([]);
      },
    ),
    { seed, numRuns: 25 },
  );
});
