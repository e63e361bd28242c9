import { ComplaintWithdrawn } from '#libs/contracts';
import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { noteDatabase, notes } from '../test/note-service.js';
import { noting, retryNow, saying, toldBy } from '../test/poison.js';
import { Consumer } from './consumer.js';
import type { EventHandler } from './handles.js';
import { silentLog } from './log.js';
import { OutageGuard } from './outage-guard.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());
beforeEach(() => fresh.db.query('truncate note, outbox, aggregate_head, inbox, parked, quarantined, consumer_position'));

const consumerOf = (...handlers: EventHandler[]) => new Consumer(fresh.db, handlers, silentLog);
const parkedNow = (columns: string) => fresh.db.query(`select ${columns} from parked order by handler, key, place, sequence, seq`);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('an event that fails for good', () => {
  it('I8 parks its key; a thousand later events wait behind it and go in order, once, within a few rounds', async () => {
    const key = randomUUID();
    let broken = true;
    const consumer = consumerOf(
      noting('note.write-down', (value) => {
        if (broken && value === 1) throw new TypeError('x');
      }),
    );
    for (let at = 1; at <= 1_000; at += 200) await consumer.apply(range(at, at + 199).map((n) => saying(n, key, n)));
    expect(await notes(fresh.db, 'note.write-down')).toEqual([]);
    broken = false;
    await retryNow(fresh.db, consumer);
    expect(await notes(fresh.db, 'note.write-down', key)).toEqual(range(1, 1_000).map(String));
    expect(await parkedNow('seq')).toEqual([]);
  });

  it('I7 leaves the others alone, also when it stands in the middle of what waits', async () => {
    const [bad, good] = [randomUUID(), randomUUID()];
    const poison = new Set([2, 5]);
    const consumer = consumerOf(
      noting('note.write-down', (value, key) => {
        if (key === bad && poison.has(value)) throw new Error('no');
      }),
    );
    await consumer.apply(range(1, 6).flatMap((n) => [saying(n, bad, n), saying(n, good, n)]));
    expect(await notes(fresh.db, 'note.write-down', good)).toEqual(range(1, 6).map(String));
    poison.delete(2);
    await retryNow(fresh.db, consumer);
    expect(await notes(fresh.db, 'note.write-down', bad)).toEqual(['1', '2', '3', '4']);
    expect(await parkedNow('reason, attempts')).toEqual([
      { reason: 'failed', attempts: 1 },
      { reason: 'behind-parked', attempts: 0 },
    ]);
  });

  it('I7 stops one handler and no other', async () => {
    const key = randomUUID();
    const failing = noting('note.write-down', () => {
      throw new Error('no');
    });
    const consumer = consumerOf(failing, noting('note.other'));
    for (const n of [1, 2]) await consumer.apply([saying(n, key, n)]);
    expect([await notes(fresh.db, 'note.write-down', key), await notes(fresh.db, 'note.other', key)]).toEqual([[], ['1', '2']]);
  });

  it('keeps the class of the fault and its line, never its words', async () => {
    const consumer = consumerOf(
      noting('note.write-down', () => {
        throw new RangeError('Kim Minji, minji@example.org');
      }),
    );
    await consumer.apply([saying(1, randomUUID(), 1)]);
    const [{ error }] = await parkedNow('error');
    expect(error).toMatch(/^RangeError at parking\.int\.spec\.ts:\d+$/);
  });
});

describe('an event that waits', () => {
  it('I5 goes before later ones of its own source, and behind those of another', async () => {
    const key = randomUUID();
    let broken = true;
    const consumer = consumerOf(
      noting('note.write-down', () => {
        if (broken) throw new Error('no');
      }),
    );
    const other = (value: number, sequence: number) => toldBy('/redress/resolution', saying(value, key, sequence));
    await consumer.apply([saying(1, key, 1)]);
    await consumer.apply([other(13, 3)]);
    await consumer.apply([saying(2, key, 2), other(11, 1), other(12, 2)]);
    broken = false;
    await retryNow(fresh.db, consumer);
    expect(await notes(fresh.db, 'note.write-down', key)).toEqual(['1', '11', '12', '13', '2']);
  });
});

describe('an event whose number is none', () => {
  it.each(['x', '1.5', '-1', '1e30'])('"%s": is parked like any other when it fails, and stops nobody else', async (sequence) => {
    const [bad, good] = [randomUUID(), randomUUID()];
    const consumer = consumerOf(
      noting('note.write-down', (_value, key) => {
        if (key === bad) throw new Error('no');
      }),
    );
    const numbered = (value: number) => {
      const record = saying(value, bad, 1);
      return { ...record, headers: { ...record.headers, ce_sequence: sequence } };
    };
    await consumer.apply([numbered(1), saying(1, good, 1)]);
    await consumer.apply([numbered(2), saying(2, good, 2)]);
    expect([await parkedNow('reason, sequence'), await notes(fresh.db, 'note.write-down', good)]).toEqual([
      [
        { reason: 'failed', sequence: 0 },
        { reason: 'behind-parked', sequence: 0 },
      ],
      ['1', '2'],
    ]);
  });
});

describe('when most events fail alike', () => {
  it('the slice is given back and nothing is parked, until it works again', async () => {
    let away = true;
    const consumer = new Consumer(
      fresh.db,
      [
        noting('note.write-down', () => {
          if (away) throw Object.assign(new Error('relation "x" does not exist'), { code: '42P01' });
        }),
      ],
      silentLog,
      new OutageGuard({ windowMs: 60_000, leastFailures: 5, share: 0.5 }),
    );
    const records = range(1, 6).map((n) => saying(n, randomUUID(), 1));
    await expect(consumer.apply(records)).rejects.toThrow('6 events of the last minute failed alike (Error 42P01)');
    expect([await parkedNow('seq'), consumer.pausedBy?.failures]).toEqual([[], 6]);
    await expect(consumer.apply(records)).rejects.toThrow('failed alike');
    away = false;
    await consumer.apply(records);
    expect([(await notes(fresh.db, 'note.write-down')).length, consumer.pausedBy]).toEqual([6, undefined]);
  });
});

it('tells withdrawn complaints apart: what nobody here hears is not kept', async () => {
  const record = saying(1, randomUUID(), 1);
  const unheard = { ...record, headers: { ...record.headers, ce_type: ComplaintWithdrawn.wireType }, value: '{' };
  await consumerOf(noting()).apply([unheard]);
  expect(await fresh.db.query('select 1 from quarantined')).toEqual([]);
});
