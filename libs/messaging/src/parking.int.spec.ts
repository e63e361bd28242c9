import { ComplaintAcknowledged, ComplaintWithdrawn } from '#libs/contracts';
import { emitted, freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { noteDatabase, notes } from '../test/note-service.js';
import { ParcelWeighedV1, ParcelWeighedV3 } from '../test/parcel-weighed.js';
import { noting, retryNow, saying } from '../test/poison.js';
import { Consumer } from './consumer.js';
import { handles, projects, type EventHandler } from './handles.js';
import { silentLog } from './log.js';
import { OutageGuard } from './outage-guard.js';
import { ParkingWorker } from './parking-worker.js';
import { DEAD_AFTER_ATTEMPTS } from './retry-policy.js';
import type { ReceivedRecord } from './transport/transport.js';

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

  it('I8 is tried again also when the clock of the database was set back: no pause is that long', async () => {
    const key = randomUUID();
    let broken = true;
    const consumer = consumerOf(
      noting('note.write-down', () => {
        if (broken) throw new Error('no');
      }),
    );
    await consumer.apply([saying(1, key, 1)]);
    broken = false;
    await fresh.db.query(`update parked set next_at = now() + interval '3 hours'`);
    await new ParkingWorker(fresh.db, consumer, silentLog).retryOne();
    expect(await notes(fresh.db, 'note.write-down', key)).toEqual(['1']);
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

  it('is applied once by several replicas that try at the same moment', async () => {
    const keys = range(1, 10).map(() => randomUUID());
    let broken = true;
    const handler = noting('note.write-down', () => {
      if (broken) throw new Error('no');
    });
    await consumerOf(handler).apply(keys.flatMap((key) => range(1, 5).map((n) => saying(n, key, n))));
    broken = false;
    await fresh.db.query('update parked set next_at = now()');
    const replicas = range(1, 4).map(() => new ParkingWorker(fresh.db, consumerOf(handler), silentLog));
    for (let left = 1; left > 0; [{ left }] = await fresh.db.query('select count(*)::int as left from parked'))
      await Promise.all(replicas.map((replica) => replica.retryOne()));
    for (const key of keys) expect(await notes(fresh.db, 'note.write-down', key)).toEqual(range(1, 5).map(String));
  });

  it('is tried again after a pause that doubles each time', async () => {
    const consumer = consumerOf(
      noting('note.write-down', () => {
        throw new Error('no');
      }),
    );
    const [{ began }] = await fresh.db.query('select clock_timestamp() as began');
    await consumer.apply([saying(1, randomUUID(), 1)]);
    for (const [attempts, seconds] of [
      [1, 1],
      [2, 2],
      [3, 4],
    ] as const) {
      const paused = `next_at between $1::timestamptz + pause and clock_timestamp() + pause as paused`;
      expect(await fresh.db.query(`select attempts, ${paused} from parked, make_interval(secs => $2) as pause`, [began, seconds])).toEqual([
        { attempts, paused: true },
      ]);
      await retryNow(fresh.db, consumer);
    }
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

  it('is given up after the last attempt, and told in the same transaction', async () => {
    const key = randomUUID();
    const consumer = consumerOf(
      noting('note.write-down', () => {
        throw Object.assign(new Error('secret'), { code: 'complaint.already-withdrawn' });
      }),
    );
    const record = saying(1, key, 1);
    await consumer.apply([record, saying(2, key, 2)]);
    for (let attempt = 1; attempt < DEAD_AFTER_ATTEMPTS; attempt += 1) await retryNow(fresh.db, consumer);
    expect(await parkedNow('state, reason, attempts')).toEqual([
      { state: 'dead', reason: 'failed', attempts: DEAD_AFTER_ATTEMPTS },
      { state: 'waiting', reason: 'behind-parked', attempts: 0 },
    ]);
    await retryNow(fresh.db, consumer);
    const letters = await fresh.db.query('select topic, key, type, headers, payload from outbox');
    expect(letters).toEqual([
      {
        topic: 'note.dead-letter',
        key: `note.write-down ${key}`,
        type: 'event.given-up.v1',
        payload: record.value,
        headers: expect.objectContaining({
          ce_source: '/redress/note',
          ce_causationid: record.headers['ce_id'],
          dead_topic: record.topic,
          dead_partition: '0',
          dead_offset: record.offset,
          dead_group: 'note',
          dead_handler: 'note.write-down',
          dead_key: key,
          dead_type: ComplaintAcknowledged.wireType,
          dead_sequence: '1',
          dead_attempts: String(DEAD_AFTER_ATTEMPTS),
          dead_error: expect.stringMatching(/^Error complaint\.already-withdrawn at parking\.int\.spec\.ts:\d+$/),
        }),
      },
    ]);
    expect(JSON.stringify(letters)).not.toContain('secret');
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
    const other = (value: number, sequence: number): ReceivedRecord => {
      const record = saying(value, key, sequence);
      return { ...record, headers: { ...record.headers, ce_source: '/redress/resolution' } };
    };
    await consumer.apply([saying(1, key, 1)]);
    await consumer.apply([other(13, 3)]);
    await consumer.apply([saying(2, key, 2), other(11, 1), other(12, 2)]);
    broken = false;
    await retryNow(fresh.db, consumer);
    expect(await notes(fresh.db, 'note.write-down', key)).toEqual(['1', '11', '12', '13', '2']);
  });

  it('and then meets others again and again is told apart from one that fails for good', async () => {
    const key = randomUUID();
    let fault: object = new Error('no');
    const consumer = consumerOf(
      noting('note.write-down', (value) => {
        if (value === 1 ? fault instanceof Error : true) throw fault;
      }),
    );
    await consumer.apply([saying(1, key, 1), saying(2, key, 2)]);
    expect(await parkedNow('reason')).toEqual([{ reason: 'failed' }, { reason: 'behind-parked' }]);
    fault = { code: '40001' };
    await retryNow(fresh.db, consumer);
    expect(await parkedNow('reason, attempts')).toEqual([{ reason: 'attempts-exhausted', attempts: 1 }]);
  });

  it('and is given up by somebody while it is tried once more stays as they left it', async () => {
    const key = randomUUID();
    let givingUp: Promise<unknown> | undefined;
    const handler = projects([ComplaintAcknowledged], 'note.write-down', async () => {
      if (isLastAttempt) {
        givingUp = fresh.db.query(`update parked set state = 'dead', error = 'by hand'`);
        await waitFor('somebody who waits for our lock', async () => {
          const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
          return ((await fresh.db.query(waiting)) as unknown[]).length === 1;
        });
      }
      throw new Error('no');
    });
    let isLastAttempt = false;
    const consumer = consumerOf(handler);
    await consumer.apply([saying(1, key, 1)]);
    await fresh.db.query('update parked set attempts = $1', [DEAD_AFTER_ATTEMPTS - 1]);
    isLastAttempt = true;
    await retryNow(fresh.db, consumer);
    await givingUp;
    expect(await parkedNow('state, error, attempts')).toEqual([{ state: 'dead', error: 'by hand', attempts: DEAD_AFTER_ATTEMPTS - 1 }]);
    expect(await emitted(fresh.db)).toEqual([]); // whoever gave it up told it
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

describe('a version that this build does not know', () => {
  const old = handles(ParcelWeighedV1, 'note.weigh', (work, { key, data }) =>
    work.tx.query('insert into note (handler, key, value) values ($1, $2, $3)', ['note.weigh', key, JSON.stringify(data)]),
  );
  const upgraded = handles(ParcelWeighedV3, 'note.weigh', (work, { key, type }) =>
    work.tx.query('insert into note (handler, key, value) values ($1, $2, $3)', ['note.weigh', key, type]),
  );

  it('waits for the deploy, without attempts, and is then applied in order by itself', async () => {
    const key = randomUUID();
    const at = (sequence: number, contract: typeof ParcelWeighedV1 | typeof ParcelWeighedV3) => {
      const record = saying(sequence, key, sequence);
      return {
        ...record,
        topic: contract.topic,
        headers: { ...record.headers, ce_type: contract.wireType },
        value: JSON.stringify(contract.example),
      };
    };
    const before = consumerOf(old);
    await before.apply([at(1, ParcelWeighedV1), at(2, ParcelWeighedV3), at(3, ParcelWeighedV1)]);
    await retryNow(fresh.db, before);
    expect(await parkedNow('reason, state, attempts')).toEqual([
      { reason: 'unknown-version', state: 'waiting', attempts: 0 },
      { reason: 'behind-parked', state: 'waiting', attempts: 0 },
    ]);
    await retryNow(fresh.db, consumerOf(upgraded));
    expect(await notes(fresh.db, 'note.weigh', key)).toHaveLength(3);
    expect(await parkedNow('seq')).toEqual([]);
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
