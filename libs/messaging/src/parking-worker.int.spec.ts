import { ComplaintAcknowledged } from '#libs/contracts';
import { emitted, freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { noteDatabase, notes } from '../test/note-service.js';
import { ParcelWeighedV1, ParcelWeighedV3 } from '../test/parcel-weighed.js';
import { noting, retryNow, saying } from '../test/poison.js';
import { Consumer } from './consumer.js';
import { handles, projects, type EventHandler } from './handles.js';
import { silentLog } from './log.js';
import { ParkingWorker } from './parking-worker.js';
import { DEAD_AFTER_ATTEMPTS } from './retry-policy.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());
beforeEach(() => fresh.db.query('truncate note, outbox, aggregate_head, inbox, parked, quarantined, consumer_position'));

const consumerOf = (...handlers: EventHandler[]) => new Consumer(fresh.db, handlers, silentLog);
const parkedNow = (columns: string) => fresh.db.query(`select ${columns} from parked order by handler, key, place, sequence, seq`);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('a parked event', () => {
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

  it('is told apart from one that fails for good when it only meets others again and again', async () => {
    const key = randomUUID();
    let broken = true;
    const consumer = consumerOf(
      noting('note.write-down', (value) => {
        if (value === 1 && broken) throw new Error('no');
        if (value === 2) throw Object.assign(new Error('met another'), { code: '40001' });
      }),
    );
    await consumer.apply([saying(1, key, 1), saying(2, key, 2)]);
    expect(await parkedNow('reason')).toEqual([{ reason: 'failed' }, { reason: 'behind-parked' }]);
    broken = false;
    await retryNow(fresh.db, consumer);
    expect(await parkedNow('reason, attempts')).toEqual([{ reason: 'attempts-exhausted', attempts: 1 }]);
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
          dead_error: expect.stringMatching(/^Error complaint\.already-withdrawn at parking-worker\.int\.spec\.ts:\d+$/),
        }),
      },
    ]);
    expect(JSON.stringify(letters)).not.toContain('secret');
  });

  it('stays as somebody left it who gave it up while it was tried once more', async () => {
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
