import { freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { noteDatabase, notes } from '../test/note-service.js';
import { noting, retryNow, saying } from '../test/poison.js';
import { Consumer } from './consumer.js';
import { silentLog } from './log.js';
import { ParkedEvents } from './parked-events.js';
import { ParkingWorker } from './parking-worker.js';

let fresh: FreshDatabase;
let parked: ParkedEvents;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.db.query('truncate note, inbox, parked, consumer_position, redrive_audit');
  parked = new ParkedEvents(fresh.db);
});

const NAME = 'note.write-down';
const by = { actor: 'minji', why: 'the table is back' };
let broken = true;
const consumer = () =>
  new Consumer(
    fresh.db,
    [
      noting(NAME, (value) => {
        if (broken && value % 10 === 1) throw new Error('no');
      }),
    ],
    silentLog,
  );
/** Tries what is due, without waiting for pauses. */
const work = async () => {
  const worker = new ParkingWorker(fresh.db, consumer(), silentLog);
  while (await worker.retryOne());
};
const kill = (key: string) => fresh.db.query(`update parked set state = 'dead', attempts = 12 where key = $1 and reason = 'failed'`, [key]);
const poisoned = async (): Promise<string> => {
  const key = randomUUID();
  await consumer().apply([1, 2, 3].map((n) => saying(n, key, n)));
  return key;
};
beforeEach(() => (broken = true));

describe('redrive', () => {
  it('I8 applies a dead event and all that waits behind it, in order, once', async () => {
    const key = await poisoned();
    await kill(key);
    broken = false;
    await retryNow(fresh.db, consumer());
    expect(await notes(fresh.db, NAME, key)).toEqual([]);

    expect(await parked.redrive({ key }, by)).toEqual({ action: 'redrive', dryRun: false, events: 3, keys: 1, blockedKeys: 0 });
    await work();
    expect(await notes(fresh.db, NAME, key)).toEqual(['1', '2', '3']);
    expect(await parked.list({}, { limit: 10 })).toEqual([]);
  });

  it('I8 gives a dead event all its attempts back, and it is due at once', async () => {
    const key = await poisoned();
    await kill(key);
    await parked.redrive({ key }, by);
    await work(); // it fails once more
    expect((await parked.list({ key }, { limit: 1 }))[0]).toMatchObject({ state: 'waiting', reason: 'failed', attempts: 1 });
  });

  it('I8 stops before an event that was given up, also when it stands behind one that may go on', async () => {
    const key = await poisoned();
    const [, second] = await parked.list({ key }, { limit: 3 });
    await fresh.db.query(`update parked set state = 'dead' where seq = $1`, [second!.id]);
    broken = false;
    await retryNow(fresh.db, consumer());
    expect(await notes(fresh.db, NAME, key)).toEqual(['1']);
  });

  it('moves one event, one key or one reason, and nothing else', async () => {
    const [one, other] = [await poisoned(), await poisoned()];
    await kill(one);
    await kill(other);
    broken = false;
    const [first] = await parked.list({ key: one, state: 'dead' }, { limit: 1 });
    expect(await parked.redrive({ ids: [first!.id] }, by)).toMatchObject({ events: 1, keys: 1 });
    await work();
    expect([(await notes(fresh.db, NAME, one)).length, (await notes(fresh.db, NAME, other)).length]).toEqual([3, 0]);
    expect(await parked.redrive({ reason: 'failed' }, by)).toMatchObject({ events: 1, keys: 1 });
    await work();
    expect(await notes(fresh.db, NAME, other)).toEqual(['1', '2', '3']);
  });

  it('counts a key once, however many handlers could not apply it', async () => {
    const failing = (name: string) =>
      noting(name, () => {
        throw new Error('no');
      });
    await new Consumer(fresh.db, [failing(NAME), failing('note.write-too')], silentLog).apply([saying(1, randomUUID(), 1)]);
    expect(await parked.redrive({ reason: 'failed' }, { ...by, dryRun: true })).toMatchObject({ events: 2, keys: 1 });
  });

  it('says when something else of the key still blocks it', async () => {
    const key = await poisoned();
    const last = (await parked.list({ key }, { limit: 10 })).at(-1)!;
    expect(await parked.redrive({ ids: [last.id] }, { ...by, dryRun: true })).toMatchObject({ blockedKeys: 0 }); // what is ahead goes on by itself
    await kill(key);
    expect([last.ahead, await parked.redrive({ ids: [last.id] }, { ...by, dryRun: true })]).toMatchObject([2, { events: 1, blockedKeys: 1 }]);
  });

  it('lets events go that waited for one which will never come', async () => {
    const key = randomUUID();
    await consumer().apply([saying(2, key, 1), saying(3, key, 3), saying(4, key, 4)]);
    await work();
    expect(await notes(fresh.db, NAME, key)).toEqual(['2']);
    expect((await parked.list({ key }, { limit: 1 }))[0]?.error).toBe('number 2 of the key is missing');
    await parked.redrive({ reason: 'gap' }, by);
    await work();
    await consumer().apply([saying(5, key, 5)]);
    expect(await notes(fresh.db, NAME, key)).toEqual(['2', '3', '4', '5']);
  });

  it('lets also what could not be read go without the one before it, once it can be read', async () => {
    const key = randomUUID();
    const ahead = saying(3, key, 3);
    const ofNext = { ...ahead, headers: { ...ahead.headers, ce_type: 'complaint.acknowledged.v2' } };
    await consumer().apply([saying(2, key, 1), ofNext, saying(4, key, 4)]);
    expect((await parked.list({ key }, { limit: 1 }))[0]).toMatchObject({
      reason: 'unknown-version',
      error: 'this build knows complaint.acknowledged.v1 at most; number 2 of the key is missing',
    });
    await fresh.db.query(`update parked set type = $1, headers = $2 where type = $3`, [
      ahead.headers['ce_type'],
      ahead.headers,
      ofNext.headers.ce_type,
    ]);
    await work();
    expect(await notes(fresh.db, NAME, key)).toEqual(['2']);
    await parked.redrive({ key, reason: 'unknown-version' }, by);
    await work();
    expect(await notes(fresh.db, NAME, key)).toEqual(['2', '3', '4']);
  });
});

describe('discard', () => {
  it('gives one event up: it is never applied, also when the log tells it again; the later ones are', async () => {
    const key = randomUUID();
    const records = [1, 2, 3].map((n) => saying(n, key, n));
    await consumer().apply(records);
    const [first] = await parked.list({ key }, { limit: 1 });
    expect(await parked.discard({ ids: [first!.id] }, { actor: 'minji', why: 'sent by mistake' })).toMatchObject({ action: 'discard', events: 1 });
    broken = false;
    await work();
    await consumer().apply(records);
    expect(await notes(fresh.db, NAME, key)).toEqual(['2', '3']);
  });

  it('of an event that waited for one which never came lets the later ones go without both', async () => {
    const key = randomUUID();
    await consumer().apply([saying(2, key, 1), saying(3, key, 3), saying(4, key, 4)]);
    const [third] = await parked.list({ key }, { limit: 1 });
    await parked.discard({ ids: [third!.id] }, by);
    await work();
    await consumer().apply([saying(5, key, 5)]);
    expect(await notes(fresh.db, NAME, key)).toEqual(['2', '4', '5']);
  });

  it('holds also for an event that is on its way to be applied behind others', async () => {
    const key = await poisoned();
    const third = (await parked.list({ key }, { limit: 3 })).at(-1)!;
    broken = false;
    await parked.redrive({ key }, by);
    const person = fresh.db.createQueryRunner();
    await person.startTransaction();
    await person.query('delete from parked where seq = $1', [third.id]);
    const working = work();
    await waitFor('the worker to meet the decision', async () => {
      const [{ n }] = await fresh.db.query(`select count(*)::int as n from pg_locks where not granted`);
      return n > 0;
    });
    await person.commitTransaction();
    await person.release();
    await working;
    expect([await notes(fresh.db, NAME, key), await parked.list({ key }, { limit: 1 })]).toEqual([['1', '2'], []]);
  });
});

describe('every decision', () => {
  it('is written down with who, what, why and how much', async () => {
    const key = await poisoned();
    await parked.redrive({ key, handler: NAME }, by);
    await parked.discard({ reason: 'behind-parked' }, { actor: 'jiho', why: 'test data' });
    const audit = await fresh.db.query('select actor, action, selection, why, keys, cardinality(event_ids) as events from redrive_audit order by id');
    expect(audit).toEqual([
      { actor: 'minji', action: 'redrive', selection: { key, handler: NAME }, why: 'the table is back', keys: 1, events: 3 },
      { actor: 'jiho', action: 'discard', selection: { reason: 'behind-parked' }, why: 'test data', keys: 1, events: 2 },
    ]);
  });

  it('may be tried dry: the same figures, and nothing happens', async () => {
    const key = await poisoned();
    const before = await fresh.db.query('select * from parked order by seq');
    expect(await parked.discard({ key }, { ...by, dryRun: true })).toEqual({ action: 'discard', dryRun: true, events: 3, keys: 1, blockedKeys: 0 });
    expect(await parked.redrive({ key }, { ...by, dryRun: true })).toMatchObject({ events: 3, dryRun: true });
    expect([await fresh.db.query('select * from parked order by seq'), await fresh.db.query('select * from redrive_audit')]).toEqual([before, []]);
  });
});

it('shows an event with its headers, its data and what stands ahead, page by page', async () => {
  const key = await poisoned();
  const [first, second, third] = await parked.list({ handler: NAME }, { limit: 2 });
  expect([first, second?.ahead, third?.id]).toMatchObject([
    { key, state: 'waiting', reason: 'failed', attempts: 1, ahead: 0 },
    1,
    expect.any(Number),
  ]);
  expect((await parked.list({}, { after: second!.id, limit: 2 })).map(({ id }) => id)).toEqual([third!.id]);
  const shown = await parked.show(first!.id);
  expect([shown?.headers['ce_id'], JSON.parse(shown!.value!), shown?.quarantined]).toEqual([
    first!.eventId,
    expect.objectContaining({ complaintId: key }),
    null,
  ]);
  expect(await parked.show(0)).toBeUndefined();
});
