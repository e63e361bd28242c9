import { ComplaintAcknowledged } from '#libs/contracts';
import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { noteDatabase, notes } from '../test/note-service.js';
import { noting, retryNow, saying, toldBy } from '../test/poison.js';
import { Consumer } from './consumer.js';
import { projects } from './handles.js';
import { silentLog } from './log.js';
import type { ReceivedRecord } from './transport/transport.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());
beforeEach(() => fresh.db.query('truncate note, inbox, parked, consumer_position'));

const NAME = 'note.write-down';
const consumer = () => new Consumer(fresh.db, [noting()], silentLog);
/** A consumer that cannot apply the value 1 until it is mended. */
function failingAtOne(): { failing: Consumer; mend: () => void } {
  let isBroken = true;
  const handler = noting(NAME, (value) => {
    if (isBroken && value === 1) throw new Error('no');
  });
  return { failing: new Consumer(fresh.db, [handler], silentLog), mend: () => (isBroken = false) };
}
const parkedNow = async () =>
  ((await fresh.db.query('select reason, sequence from parked order by place, sequence, seq')) as { reason: string; sequence: number }[]).map(
    ({ reason, sequence }) => `${sequence} ${reason}`,
  );
const position = async (key: string) =>
  (await fresh.db.query('select first_sequence as first, last_sequence as last, missing::text from consumer_position where key = $1', [key]))[0];
const write = (tx: EntityManager, key: string, value: number) =>
  tx.query('insert into note (handler, key, value) values ($1, $2, $3)', [NAME, key, String(value)]);
/** An event of the key that no handler here hears. */
const unheard = (key: string, sequence: number): ReceivedRecord => {
  const record = saying(sequence, key, sequence);
  return { ...record, headers: { ...record.headers, ce_type: 'complaint.withdrawn.v1' } };
};

describe('an event before it never came', () => {
  it('I2 parks the key: what comes after the hole waits, other keys go on', async () => {
    const [holed, whole] = [randomUUID(), randomUUID()];
    await consumer().apply([saying(1, holed, 1), saying(1, whole, 1)]);
    await consumer().apply([saying(3, holed, 3), saying(2, whole, 2), saying(4, holed, 4)]);
    await consumer().apply([saying(5, holed, 5)]);
    await retryNow(fresh.db, consumer());
    expect([await notes(fresh.db, NAME, holed), await notes(fresh.db, NAME, whole)]).toEqual([['1'], ['1', '2']]);
    expect([await parkedNow(), await position(holed)]).toEqual([['3 gap', '4 gap', '5 gap'], { first: 1, last: 5, missing: '{[2,3)}' }]);
  });

  it('goes on by itself, in order, when the missing ones come after all', async () => {
    const key = randomUUID();
    await consumer().apply([saying(1, key, 1), saying(5, key, 5), saying(6, key, 6)]);
    await consumer().apply([saying(3, key, 3)]);
    await consumer().apply([saying(2, key, 2)]);
    await retryNow(fresh.db, consumer());
    expect([await notes(fresh.db, NAME, key), await parkedNow()]).toEqual([
      ['1', '2', '3'],
      ['5 gap', '6 gap'],
    ]);
    await consumer().apply([saying(4, key, 4), saying(7, key, 7)]);
    await retryNow(fresh.db, consumer());
    expect([await notes(fresh.db, NAME, key), await parkedNow(), (await position(key)).missing]).toEqual([
      ['1', '2', '3', '4', '5', '6', '7'],
      [],
      '{}',
    ]);
  });

  it('is noticed also behind a failing event and when the hole comes through events that nobody here hears', async () => {
    const key = randomUUID();
    await consumer().apply([unheard(key, 1), saying(2, key, 2), unheard(key, 3), unheard(key, 5), saying(6, key, 6)]);
    expect([await notes(fresh.db, NAME, key), await parkedNow()]).toEqual([['2'], ['6 gap']]);
    await consumer().apply([unheard(key, 4)]);
    await retryNow(fresh.db, consumer());
    expect([await notes(fresh.db, NAME, key), await parkedNow()]).toEqual([['2', '6'], []]);
  });

  it('I5 keeps the order of the key, however the missing ones come after all', async () => {
    const [key, other] = [randomUUID(), randomUUID()];
    await consumer().apply([saying(1, key, 1), saying(5, key, 5)]);
    await consumer().apply([saying(2, key, 2), saying(4, key, 4)]);
    await consumer().apply([saying(3, key, 3)]);
    const { failing, mend } = failingAtOne();
    await failing.apply([saying(1, other, 1)]);
    for (const late of [6, 5, 4, 3, 2]) await failing.apply([saying(late, other, late)]);
    mend();
    await retryNow(fresh.db, failing);
    expect([await notes(fresh.db, NAME, key), await notes(fresh.db, NAME, other)]).toEqual([
      ['1', '2', '3', '4', '5'],
      ['1', '2', '3', '4', '5', '6'],
    ]);
  });

  it('I5 goes on only behind the missing one, also while its slice is applied one by one and somebody else looks at what waits', async () => {
    const [key, bad] = [randomUUID(), randomUUID()];
    await consumer().apply([saying(1, key, 1), saying(3, key, 3), saying(4, key, 4)]);
    const failing = projects([ComplaintAcknowledged], NAME, async (tx, events) => {
      if (events.some((event) => event.key === bad)) {
        await retryNow(fresh.db, consumer());
        throw new Error('no');
      }
      for (const { data } of events) await write(tx, key, Date.parse(data.acknowledgedAt));
    });
    await new Consumer(fresh.db, [failing], silentLog).apply([saying(1, bad, 1), saying(2, key, 2), saying(5, key, 5)]);
    await fresh.db.query('delete from parked where key = $1', [bad]);
    await retryNow(fresh.db, consumer());
    expect([await notes(fresh.db, NAME, key), await parkedNow(), (await position(key)).missing]).toEqual([['1', '2', '3', '4', '5'], [], '{}']);
  });

  it('I5 is waited for also when what stands in front of the hole failed first, and goes on', async () => {
    const key = randomUUID();
    const { failing, mend } = failingAtOne();
    await failing.apply([saying(1, key, 1), saying(2, key, 2), saying(4, key, 4)]);
    mend();
    await retryNow(fresh.db, failing);
    expect([await notes(fresh.db, NAME, key), await parkedNow()]).toEqual([['1', '2'], ['4 gap']]);
    await failing.apply([saying(3, key, 3)]);
    await retryNow(fresh.db, failing);
    expect(await notes(fresh.db, NAME, key)).toEqual(['1', '2', '3', '4']);
  });

  it('stands in the same slice as its hole', async () => {
    const key = randomUUID();
    await consumer().apply([saying(1, key, 1), saying(4, key, 4), saying(2, key, 2), saying(3, key, 3)]);
    await retryNow(fresh.db, consumer());
    expect(await notes(fresh.db, NAME, key)).toEqual(['1', '2', '3', '4']);
  });
});

describe('is no hole', () => {
  it('what comes again, from the beginning or in the middle', async () => {
    const key = randomUUID();
    const records = [1, 2, 3, 4, 5].map((n) => saying(n, key, n));
    await consumer().apply(records);
    await consumer().apply(records.slice(2));
    await consumer().apply([...records, ...records]);
    expect([await notes(fresh.db, NAME, key), await parkedNow()]).toEqual([['1', '2', '3', '4', '5'], []]);
  });

  it('a handler that joins late and hears everything from the beginning', async () => {
    const key = randomUUID();
    const records = [1, 2, 3].map((n) => saying(n, key, n));
    await consumer().apply(records);
    await new Consumer(fresh.db, [noting(), noting('note.late')], silentLog).apply(records);
    expect([await notes(fresh.db, 'note.late', key), await parkedNow()]).toEqual([['1', '2', '3'], []]);
  });

  it('a log whose beginning is gone', async () => {
    const key = randomUUID();
    await consumer().apply([saying(7, key, 7), saying(8, key, 8)]);
    expect([await notes(fresh.db, NAME, key), await parkedNow()]).toEqual([['7', '8'], []]);
  });

  it('a failing event: it was heard, and what follows waits behind it only', async () => {
    const key = randomUUID();
    const failing = new Consumer(
      fresh.db,
      [
        noting(NAME, (value) => {
          if (value === 2) throw new Error('no');
        }),
      ],
      silentLog,
    );
    await failing.apply([saying(1, key, 1), saying(2, key, 2), unheard(key, 3), saying(4, key, 4)]);
    expect(await parkedNow()).toEqual(['2 failed', '4 behind-parked']);
  });

  it('the events of another source about the same key', async () => {
    const key = randomUUID();
    const other = (sequence: number) => toldBy('/redress/resolution', saying(10 + sequence, key, sequence));
    await consumer().apply([saying(1, key, 1), other(1), other(2), saying(2, key, 2), other(3)]);
    expect([await notes(fresh.db, NAME, key), await parkedNow()]).toEqual([['1', '11', '12', '2', '13'], []]);
  });
});
