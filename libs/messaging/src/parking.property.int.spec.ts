import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { noteDatabase, notes } from '../test/note-service.js';
import { noting, retryNow, saying } from '../test/poison.js';
import { Consumer } from './consumer.js';
import { silentLog } from './log.js';
import { ParkedEvents } from './parked-events.js';
import type { ReceivedRecord } from './transport/transport.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());

const NAME = 'note.write-down';
const KEYS = 3;
const EVENTS = 6;

/** What may happen, in any order: the log tells events (some again), faults come and go, somebody retries, kills or redrives. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('tell' as const), count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tell-again' as const), from: fc.nat(KEYS * EVENTS), count: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('break' as const), key: fc.nat(KEYS - 1), value: fc.integer({ min: 1, max: EVENTS }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mend' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retry' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('redrive' as const) }) },
);

it('I5 I8 keeps the order of every key and applies each event once, whatever fails, comes again, dies and is redriven', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 25 }),
      fc.array(fc.nat(KEYS - 1), { minLength: 60, maxLength: 60 }),
      async (steps, turns) => {
        await fresh.db.query('truncate note, inbox, parked, consumer_position');
        const keys = Array.from({ length: KEYS }, () => randomUUID());
        const log = recordsOf(keys, turns);
        const broken = new Set<string>();
        const consumer = new Consumer(
          fresh.db,
          [
            noting(NAME, (value, key) => {
              if (broken.has(`${key} ${value}`)) throw new Error('no');
            }),
          ],
          silentLog,
        );
        const parked = new ParkedEvents(fresh.db);
        let told = 0;
        const inOrder = async (): Promise<void> => {
          for (const key of keys) {
            const applied = (await notes(fresh.db, NAME, key)).map(Number);
            expect(applied).toEqual(applied.map((_, i) => i + 1)); // always the first ones, each once
          }
        };
        for (const one of steps) {
          if (one.do === 'tell') await consumer.apply(log.slice(told, (told += one.count)));
          if (one.do === 'tell-again') await consumer.apply(log.slice(Math.min(one.from, told), Math.min(one.from + one.count, told)));
          if (one.do === 'break') broken.add(`${keys[one.key]} ${one.value}`);
          if (one.do === 'mend') broken.clear();
          if (one.do === 'retry') await retryNow(fresh.db, consumer);
          if (one.do === 'kill') await fresh.db.query(`update parked set state = 'dead' where reason = 'failed'`);
          if (one.do === 'redrive') await parked.redrive({ state: 'dead' }, { actor: 'property' });
          await inOrder();
        }
        broken.clear();
        await consumer.apply(log.slice(told));
        await parked.redrive({ state: 'dead' }, { actor: 'property' });
        await retryNow(fresh.db, consumer);
        for (const key of keys) expect(await notes(fresh.db, NAME, key)).toEqual(Array.from({ length: EVENTS }, (_, i) => String(i + 1)));
      },
    ),
    { seed, numRuns: 25 },
  );
});

/** Six events of each key, the keys taking turns as drawn. */
function recordsOf(keys: readonly string[], turns: readonly number[]): ReceivedRecord[] {
  const told = keys.map(() => 0);
  const draw = [...turns, ...keys.flatMap((_, key) => Array.from({ length: EVENTS }, () => key))];
  return draw.flatMap((key) => {
    if (told[key]! >= EVENTS) return [];
    told[key]! += 1;
    return [saying(told[key]!, keys[key]!, told[key]!)];
  });
}
