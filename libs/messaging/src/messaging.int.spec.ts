import { ComplaintAcknowledged, ComplaintWithdrawn } from '#libs/contracts';
import { emitted, freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { noteDatabase, notes } from '../test/note-service.js';
import { Consumer } from './consumer.js';
import { readRecord } from './envelope.js';
import { handles, type EventHandler } from './handles.js';
import { silentLog } from './log.js';
import { Messaging } from './messaging.js';
import { readOutbox, relayPartOf, toRecord } from './outbox.js';
import { ParkingWorker } from './parking-worker.js';
import { runWork } from './run-work.js';
import { InMemoryTransport } from './transport/memory.transport.js';
import type { ReceivedRecord } from './transport/transport.js';
import type { Work } from './work.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());
beforeEach(() => fresh.db.query('truncate note, outbox, aggregate_head, inbox, parked'));

const said = (complaintId: string, at: number) => ComplaintAcknowledged({ complaintId, channel: 'app', acknowledgedAt: new Date(at).toISOString() });
const note = (work: Work, handler: string, key: string, value: string) =>
  work.tx.query('insert into note (handler, key, value) values ($1, $2, $3)', [handler, key, value]);
const noting = (name = 'note.write-down', before: (value: number) => void = () => undefined): EventHandler =>
  handles(ComplaintAcknowledged, name, async (work, { data }) => {
    const value = Date.parse(data.acknowledgedAt);
    await note(work, name, data.complaintId, String(value));
    before(value);
  });
const emit = (complaintId: string, ...values: number[]) =>
  runWork(fresh.db, { actor: 'test' }, (work) => Promise.resolve(values.forEach((value) => work.emit(said(complaintId, value)))));

/** What the relay would send, as the log would give it back. */
async function sentRecords(): Promise<ReceivedRecord[]> {
  const runner = fresh.db.createQueryRunner();
  const rows = await readOutbox(runner, [0, 1, 2, 3], 1_000);
  await runner.release();
  return rows.map((row, i) => ({ ...toRecord(row), partition: 0, offset: String(i) }));
}

const sentRecordsOf = async (key: string): Promise<ReceivedRecord[]> => (await sentRecords()).filter((record) => record.key === key);

describe('the outbox', () => {
  it('C55 stores events with the change, and neither without the other', async () => {
    const id = randomUUID();
    const failing = runWork(fresh.db, { actor: 'test' }, async (work) => {
      await note(work, 'command', id, 'never');
      work.emit(said(id, 1));
      throw new Error('rule said no');
    });
    await expect(failing).rejects.toThrow('rule said no');
    expect([await notes(fresh.db, 'command'), await emitted(fresh.db)]).toEqual([[], []]);
  });

  it('C55 numbers the events of a key without gaps, whoever commits first', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await Promise.all(Array.from({ length: 40 }, (_, i) => emit(i % 2 ? a : b, i, i)));
    for (const key of [a, b]) {
      const sequences = (await emitted(fresh.db)).filter((event) => event.key === key).map(({ sequence }) => sequence);
      expect(sequences).toEqual(Array.from({ length: 40 }, (_, i) => i + 1)); // in order of seq, too
    }
  });

  it('refuses an event that breaks its contract before anything is stored', () => {
    expect(() => ComplaintAcknowledged({ complaintId: 'no uuid', channel: 'app', acknowledgedAt: '' })).toThrow();
  });

  it('runs a deadlocked work again', async () => {
    await fresh.db.query(`insert into note (handler, key, value) values ('row', 'a', '0'), ('row', 'b', '0')`);
    const add = (first: string, second: string) =>
      runWork(fresh.db, { actor: 'test' }, async (work) => {
        await work.tx.query(`update note set value = (value::int + 1)::text where handler = 'row' and key = $1`, [first]);
        await work.tx.query('select pg_sleep(0.05)');
        await work.tx.query(`update note set value = (value::int + 1)::text where handler = 'row' and key = $1`, [second]);
      });
    await Promise.all([add('a', 'b'), add('b', 'a')]);
    expect(await notes(fresh.db, 'row')).toEqual(['2', '2']);
  });
});

describe('the envelope', () => {
  it('survives the wire with its causes and its trace', async () => {
    const complaintId = randomUUID();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await runWork(fresh.db, { actor: 'test', correlationId: 'row-7', causationId: complaintId, traceparent, now: new Date(7_000) }, (work) =>
      Promise.resolve(work.emit(said(complaintId, 7))),
    );
    const [record] = await sentRecords();
    expect(readRecord(record!)).toMatchObject({
      kind: 'event',
      event: {
        type: 'complaint.acknowledged.v1',
        source: '/redress/note',
        key: complaintId,
        sequence: 1,
        time: new Date(7_000),
        correlationId: 'row-7',
        causationId: complaintId,
        traceparent,
      },
    });
  });

  it.each([
    ['bytes that are no JSON', { value: '{' }],
    ['data that breaks the contract', { value: '{"complaintId":1}' }],
    ['an id that is none', { headers: { ce_type: 'complaint.acknowledged.v1', ce_id: '7' } }],
  ])('tells %s apart', async (_, fault) => {
    await emit(randomUUID(), 1);
    const [record] = await sentRecords();
    expect(readRecord({ ...record!, ...fault })).toMatchObject({ kind: 'unreadable' });
  });
});

describe('the consumer', () => {
  it('C55 applies an event once, however often and in whatever slices it comes', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await emit(a, 1, 2, 3);
    await emit(b, 1, 2);
    const records = await sentRecords();
    const consumer = new Consumer(fresh.db, [noting()], silentLog);
    await consumer.apply([...records, ...records]);
    await consumer.apply(records.slice(1));
    await Promise.all([consumer.apply(records), new Consumer(fresh.db, [noting()], silentLog).apply(records)]);
    expect(await notes(fresh.db, 'note.write-down', a)).toEqual(['1', '2', '3']);
    expect(await notes(fresh.db, 'note.write-down', b)).toEqual(['1', '2']);
  });

  it('C55 two members with the same slice at the same time apply it once', async () => {
    const a = randomUUID();
    await emit(a, ...Array.from({ length: 60 }, (_, i) => i));
    const records = await sentRecords();
    await Promise.all(Array.from({ length: 4 }, () => new Consumer(fresh.db, [noting()], silentLog).apply(records)));
    expect(await notes(fresh.db, 'note.write-down', a)).toEqual(Array.from({ length: 60 }, (_, i) => String(i)));
  });

  it('C55 applies what is new beside what came before, and goes on for many slices', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await emit(a, 1, 2);
    await emit(b, 1);
    await emit(a, ...Array.from({ length: 60 }, (_, i) => i + 3));
    const [first, second, third, ...later] = await sentRecordsOf(a);
    const [ofB] = await sentRecordsOf(b);
    const consumer = new Consumer(fresh.db, [noting()], silentLog);
    await consumer.apply([first!, second!]);
    await consumer.apply([second!, third!, ofB!]);
    for (const record of later) await consumer.apply([record]);
    await consumer.apply([ofB!, later.at(-1)!]);
    expect(await notes(fresh.db, 'note.write-down', a)).toEqual(Array.from({ length: 62 }, (_, i) => String(i + 1)));
    expect(await notes(fresh.db, 'note.write-down', b)).toEqual(['1']);
  });

  it('C55 applies an event once, also when its id comes in capitals', async () => {
    const key = randomUUID();
    await emit(key, 1, 2);
    const [first, second] = (await sentRecordsOf(key)).map((record) => ({
      ...record,
      headers: { ...record.headers, ce_id: record.headers['ce_id']!.toUpperCase() },
    }));
    const consumer = new Consumer(fresh.db, [noting()], silentLog);
    await consumer.apply([first!, first!]);
    await consumer.apply([second!]);
    await consumer.apply([second!]);
    expect(await notes(fresh.db, 'note.write-down', key)).toEqual(['1', '2']);
  });

  it('gives the handler the time, the cause and the actor of the event', async () => {
    const complaintId = randomUUID();
    await runWork(fresh.db, { actor: 'test', now: new Date('2021-03-09T10:00:00Z'), correlationId: 'c-1' }, (work) =>
      Promise.resolve(work.emit(said(complaintId, 1))),
    );
    const seen: unknown[] = [];
    const handler = handles(ComplaintAcknowledged, 'note.answer', (work, event) => {
      seen.push(work.now.toISOString(), work.actor, work.correlationId, event.sequence);
      work.emit(ComplaintWithdrawn({ complaintId, withdrawnAt: work.now.toISOString() }));
      return Promise.resolve();
    });
    await new Consumer(fresh.db, [handler], silentLog).apply(await sentRecords());
    expect(seen).toEqual(['2021-03-09T10:00:00.000Z', 'note.answer', 'c-1', 1]);
    expect((await emitted(fresh.db, 'complaint.withdrawn.v1')).map(({ sequence }) => sequence)).toEqual([2]);
  });

  it('parks the key of an event that fails; later events of that key wait in order, other keys go on', async () => {
    const [bad, good] = [randomUUID(), randomUUID()];
    let broken = true;
    const handler = noting('note.write-down', (value) => {
      if (value === 2 && broken) throw new TypeError('x is not a function');
    });
    const consumer = new Consumer(fresh.db, [handler], silentLog);
    await emit(bad, 1, 2, 3);
    await emit(good, 11, 12, 13);
    await consumer.apply(await sentRecords());
    await consumer.apply(await sentRecords()); // redelivered: still waiting, not applied behind the parked one
    expect(await notes(fresh.db, 'note.write-down', bad)).toEqual(['1']);
    expect(await notes(fresh.db, 'note.write-down', good)).toEqual(['11', '12', '13']);
    expect(await fresh.db.query('select reason, attempts from parked order by seq')).toEqual([
      { reason: 'failed', attempts: 1 },
      { reason: 'behind-parked', attempts: 0 },
    ]);

    const worker = new ParkingWorker(fresh.db, consumer, silentLog);
    const retryNow = async (): Promise<void> => {
      await fresh.db.query('update parked set next_at = now()');
      while (await worker.retryOne());
    };
    await retryNow();
    expect((await fresh.db.query('select attempts from parked order by seq'))[0]).toEqual({ attempts: 2 });
    broken = false;
    await retryNow();
    await retryNow();
    expect(await notes(fresh.db, 'note.write-down', bad)).toEqual(['1', '2', '3']);
    expect(await fresh.db.query('select * from parked')).toEqual([]);
  });

  it('keeps one handler’s failure from another', async () => {
    const key = randomUUID();
    await emit(key, 1);
    const failing = noting('note.fail', () => {
      throw new Error('no');
    });
    await new Consumer(fresh.db, [failing, noting('note.work')], silentLog).apply(await sentRecords());
    expect([await notes(fresh.db, 'note.fail'), await notes(fresh.db, 'note.work')]).toEqual([[], ['1']]);
  });

  it('rejects when the database is away, so that the slice comes again', async () => {
    await emit(randomUUID(), 1);
    const records = await sentRecords();
    const away = Object.assign(new Error('terminating connection'), { code: '57P01' });
    const consumer = new Consumer(
      fresh.db,
      [
        noting('note.away', () => {
          throw away;
        }),
      ],
      silentLog,
    );
    await expect(consumer.apply(records)).rejects.toBe(away);
    expect(await fresh.db.query('select * from parked')).toEqual([]);
  });
});

describe('messaging as a whole', () => {
  it('C55 carries every event to every group in order and leaves nothing behind', async () => {
    const transport = new InMemoryTransport();
    const writer = new Messaging('note', fresh.db, transport, [noting('note.write-down')], silentLog);
    await writer.start();
    const keys = Array.from({ length: 10 }, () => randomUUID());
    for (let value = 0; value < 20; value += 1) await Promise.all(keys.map((key) => emit(key, value)));
    await waitFor('all effects', async () => (await notes(fresh.db, 'note.write-down')).length === 200);
    for (const key of keys) expect(await notes(fresh.db, 'note.write-down', key)).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
    await waitFor('an empty outbox', async () => (await emitted(fresh.db)).length === 0);
    await writer.stop();
  });

  it('tells what waits also while the log is away', async () => {
    class AwayTransport extends InMemoryTransport {
      lag = () => Promise.reject(new Error('no broker'));
    }
    const messaging = new Messaging('note', fresh.db, new AwayTransport(), [noting('note.write-down')], silentLog);
    await emit(randomUUID(), 1, 2);
    expect(await messaging.flow()).toMatchObject({ outbox: { rows: 2 }, lag: [], logAnswers: false });
  });

  it('spreads keys over all parts and always the same way', () => {
    const keys = Array.from({ length: 400 }, () => randomUUID());
    expect(new Set(keys.map(relayPartOf))).toEqual(new Set([0, 1, 2, 3]));
    expect(keys.map(relayPartOf)).toEqual(keys.map(relayPartOf));
  });
});
