import { ComplaintAcknowledged, ComplaintWithdrawn } from '#libs/contracts';
import { freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { noteDatabase, notes } from '../test/note-service.js';
import { noting, saying } from '../test/poison.js';
import { Consumer } from './consumer.js';
import { handles, projects, type EventHandler, type ProjectingHandler } from './handles.js';
import { silentLog } from './log.js';
import { Messaging } from './messaging.js';
import { Rebuild } from './rebuild.js';
import { NotNow, type Projection } from './rebuilding.js';
import { runWork } from './run-work.js';
import { InMemoryTransport } from './transport/memory.transport.js';

let fresh: FreshDatabase;
let transport: InMemoryTransport;
let messaging: Messaging | undefined;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.db.query('truncate note, outbox, aggregate_head, inbox, parked, consumer_position, rebuild');
  transport = new InMemoryTransport();
});
afterEach(() => messaging?.stop());

const NAME = 'note.write-down';
const emptied = async (tx: EntityManager): Promise<void> => void (await tx.query('delete from note where handler like $1', ['note.%']));
const projection = (handlers: readonly ProjectingHandler[]): Projection => ({ name: 'note.notes', handlers, reset: emptied });
const rebuildOf = (one: Projection) => new Rebuild('note', fresh.db, transport, one, silentLog);
const say = (complaintId: string, value: number) =>
  runWork(fresh.db, { actor: 'test' }, (work) =>
    Promise.resolve(work.emit(ComplaintAcknowledged({ complaintId, channel: 'app', acknowledgedAt: new Date(value).toISOString() }))),
  );
const start = async (...hears: EventHandler[]): Promise<Messaging> => {
  messaging = new Messaging('note', fresh.db, transport, hears, silentLog);
  await messaging.start();
  return messaging;
};
const heard = (count: number, name = NAME) => waitFor(`${count} notes`, async () => (await notes(fresh.db, name)).length >= count);
const values = (to: number) => Array.from({ length: to }, (_, i) => String(i + 1));

it('builds a projection anew from the beginning, while new events come: each once, in order', async () => {
  const keys = Array.from({ length: 8 }, () => randomUUID());
  await start(noting());
  for (let value = 1; value <= 10; value += 1) for (const key of keys) await say(key, value);
  await heard(80);
  await fresh.db.query(`update note set value = 'wrong'`);

  const seen: number[] = [];
  const rebuilt = rebuildOf(projection([noting()])).run('minji', ({ done, total }) => seen.push(done / total));
  for (let value = 11; value <= 15; value += 1) for (const key of keys) await say(key, value);
  expect(await rebuilt).toBe(true);
  await heard(120);
  for (const key of keys) expect(await notes(fresh.db, NAME, key)).toEqual(values(15));
  expect([seen.at(-1), [...seen].sort((a, b) => a - b)]).toEqual([1, seen]);
  expect((await messaging!.flow()).rebuilding).toBeNull();
});

it('keeps the consumer out until it is whole, and goes on where it stopped', async () => {
  const key = randomUUID();
  await start(noting());
  for (let value = 1; value <= 3; value += 1) await say(key, value);
  await heard(3);

  const stop = new AbortController();
  stop.abort();
  expect(await rebuildOf(projection([noting()])).run('minji', () => undefined, stop.signal)).toBe(false);
  await say(key, 4);
  await waitFor('the log to have it', async () => (await messaging!.flow()).lag.some(({ lag }) => lag > 0));
  expect([(await messaging!.flow()).rebuilding, (await notes(fresh.db, NAME, key)).includes('4')]).toEqual(['note.notes', false]);

  await expect(rebuildOf({ ...projection([noting()]), name: 'note.other' }).run('minji', () => undefined)).rejects.toThrow(
    'note.notes is being built anew',
  );
  expect(await rebuildOf(projection([noting()])).run('minji', () => undefined)).toBe(true);
  await heard(4);
  expect(await notes(fresh.db, NAME, key)).toEqual(values(4));
});

it('lets events wait while it begins, however long that takes: none is parked because of it', async () => {
  const key = randomUUID();
  const beginning = fresh.db.createQueryRunner();
  await beginning.startTransaction();
  await beginning.query('lock table rebuild in access exclusive mode');
  const consumer = new Consumer(fresh.db, [noting()], silentLog);
  const slice = [saying(1, key, 1)];
  const refused = consumer.apply(slice).catch((error: unknown) => error);
  expect(await refused).toBeInstanceOf(NotNow);
  await beginning.rollbackTransaction();
  await beginning.release();
  expect(await fresh.db.query('select * from parked')).toEqual([]);
  await consumer.apply(slice);
  expect(await notes(fresh.db, NAME)).toEqual(['1']);
});

it.each(['first', 'last'])('begins while a slice is applied one by one, whose %s event fails: none is parked because of it', async (place) => {
  const [bad, fine] = [randomUUID(), randomUUID()];
  const stop = new AbortController();
  stop.abort();
  let begun: Promise<boolean> | undefined;
  let tries = 0;
  const isWaiting = async () => (await fresh.db.query(`select 1 from pg_locks where relation = 'rebuild'::regclass and not granted`)).length > 0;
  const failing = projects([ComplaintAcknowledged], NAME, async (tx, events) => {
    if (events.some(({ key }) => key === bad)) {
      tries += 1;
      if (tries === 2) {
        begun = rebuildOf(projection([noting()])).run('minji', () => undefined, stop.signal);
        await waitFor('the rebuild to wait for this transaction', isWaiting);
      }
      throw new Error('no');
    }
    for (const { key } of events) await tx.query(`insert into note (handler, key, value) values ($1, $2, '1')`, [NAME, key]);
  });
  const consumer = new Consumer(fresh.db, [failing], silentLog);
  const slice = (place === 'first' ? [bad, fine] : [fine, bad]).map((key) => saying(1, key, 1));
  await expect(consumer.apply(slice)).rejects.toThrow('note.notes is being built anew');
  expect([await begun, await fresh.db.query('select * from parked')]).toEqual([false, []]);

  expect(await rebuildOf(projection([noting()])).run('minji', () => undefined)).toBe(true);
  await consumer.apply(slice);
  expect([await notes(fresh.db, NAME, fine), await fresh.db.query('select key, reason from parked')]).toEqual([
    ['1'],
    [{ key: bad, reason: 'failed' }],
  ]);
});

it('refuses a second one at the same time, which would go on writing when the first has ended', async () => {
  const key = randomUUID();
  await start(noting());
  await say(key, 1);
  await heard(1);
  const second = (): Promise<boolean> => rebuildOf(projection([noting()])).run('sujin', () => undefined);
  let refused: Promise<unknown> | undefined;
  const meanwhile = (): void => void (refused ??= second().catch(String));
  expect(await rebuildOf(projection([noting()])).run('minji', meanwhile)).toBe(true);
  expect(await refused).toMatch('being built anew by somebody else');
  expect([await second(), await notes(fresh.db, NAME, key)]).toEqual([true, ['1']]);
});

it('reads all of the log, though one of the same number did so before the database was restored', async () => {
  const key = randomUUID();
  await start(noting());
  await say(key, 1);
  await heard(1);
  for (const actor of ['minji', 'sujin']) {
    await fresh.db.query('truncate rebuild restart identity');
    expect(await rebuildOf(projection([noting()])).run(actor, () => undefined)).toBe(true);
    expect(await notes(fresh.db, NAME, key)).toEqual(['1']);
  }
});

it('hears again in place of a handler that also tells others, only what that one has applied', async () => {
  const [told, parked] = [randomUUID(), randomUUID()];
  const telling = handles(ComplaintAcknowledged, 'note.tell', async (work, { key, data }) => {
    if (key === parked) throw new Error('no');
    await work.tx.query(`insert into note (handler, key, value) values ('note.again', $1, $2)`, [key, String(Date.parse(data.acknowledgedAt))]);
    work.emit(ComplaintWithdrawn({ complaintId: key, withdrawnAt: data.acknowledgedAt }));
  });
  await start(telling);
  await say(told, 1);
  await say(parked, 2);
  await heard(1, 'note.again');
  await waitFor('the parked one', async () => (await fresh.db.query('select 1 from parked')).length === 1);

  const again = { ...projection([]), follows: [{ handler: 'note.tell', again: noting('note.again') }] };
  expect(await rebuildOf(again).run('minji', () => undefined)).toBe(true);
  expect(await notes(fresh.db, 'note.again')).toEqual(['1']);
  const told2 = await fresh.db.query(`select count(*)::int as n from aggregate_head where aggregate_id = $1 and last_sequence = 2`, [told]);
  expect([told2, await fresh.db.query('select handler from parked')]).toEqual([[{ n: 1 }], [{ handler: 'note.tell' }]]);
});

it('tries again what only it hears again, before it is whole: nobody else would', async () => {
  const key = randomUUID();
  await start(noting('note.tell'));
  for (const value of [1, 2, 3]) await say(key, value);
  await heard(3, 'note.tell');
  let tries = 0;
  const hindered = noting('note.again', (value) => {
    if (value === 2 && (tries += 1) <= 2) throw new Error('no');
  });
  const again = { ...projection([]), follows: [{ handler: 'note.tell', again: hindered }] };
  expect(await rebuildOf(again).run('minji', () => undefined)).toBe(true);
  expect([await notes(fresh.db, 'note.again'), await fresh.db.query('select * from parked')]).toEqual([values(3), []]);
});

it('refuses a handler that may emit before anything is emptied', async () => {
  const key = randomUUID();
  const telling = handles(ComplaintAcknowledged, 'note.tell', (work, { data }) => {
    work.emit(ComplaintWithdrawn({ complaintId: key, withdrawnAt: data.acknowledgedAt }));
    return Promise.resolve();
  });
  await start(noting());
  await say(key, 1);
  await heard(1);
  for (const untrue of [
    projection([telling as ProjectingHandler]),
    { ...projection([]), follows: [{ handler: NAME, again: telling as ProjectingHandler }] },
  ])
    expect(() => rebuildOf(untrue)).toThrow('note.tell may emit events: it is no projection');
  expect([await notes(fresh.db, NAME), await fresh.db.query('select * from rebuild')]).toEqual([['1'], []]);
  await say(key, 2);
  await heard(2);
});
