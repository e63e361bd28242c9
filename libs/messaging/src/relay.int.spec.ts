import { ComplaintAcknowledged } from '#libs/contracts';
import { emitted, freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { FaultyLog } from '../test/faulty-log.js';
import { noteDatabase } from '../test/note-service.js';
import { silentLog, type MessagingLog } from './log.js';
import { RELAY_PARTS } from './outbox.js';
import { StoredOutboxQueue } from './outbox-queue.js';
import { RelayControl } from './relay-control.js';
import { RefusedEvents } from './refused-events.js';
import { Relay, RELAY_DEFAULTS } from './relay.js';
import { runWork } from './run-work.js';
import { InMemoryTransport } from './transport/memory.transport.js';
import type { EventTransport } from './transport/transport.js';
import { waitingIn } from './waiting-rows.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());

const running: Pick<Relay, 'stop'>[] = [];
beforeEach(() => fresh.db.query('truncate outbox, aggregate_head, outbox_parked'));
afterEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.stop()));
});

const emit = (complaintId: string, ...values: number[]): Promise<void> =>
  runWork(fresh.db, { actor: 'test' }, (work) => {
    for (const value of values) work.emit(ComplaintAcknowledged({ complaintId, channel: 'app', acknowledgedAt: new Date(value).toISOString() }));
    return Promise.resolve();
  });

function logOf(faulty: FaultyLog): EventTransport {
  return Object.assign(new InMemoryTransport(), { publisher: () => faulty.publisher() });
}

async function start(faulty: FaultyLog, log: MessagingLog = silentLog): Promise<Relay> {
  const relay = new Relay(fresh.db, logOf(faulty), log, { ...RELAY_DEFAULTS, pollMs: 20, deadlineMs: 100 });
  await relay.start();
  running.push(relay);
  return relay;
}

const sequencesOf = (faulty: FaultyLog, key: string): number[] =>
  faulty.stored.filter((record) => record.key === key).map(({ headers }) => Number(headers['ce_sequence']));

describe('events that the log refuses', () => {
  it('C55 I7 wait with the later ones of their key, others go on; a person lets them go, in order', async () => {
    const [bad, good] = [randomUUID(), randomUUID()];
    const alarms: Record<string, unknown>[] = [];
    const log = new FaultyLog([]);
    log.refuses = ({ key, headers }) => key === bad && headers['ce_sequence'] === '2';
    await start(log, { ...silentLog, error: (fields) => alarms.push(fields) });
    await emit(bad, 1, 2, 3);
    await emit(good, 1, 2, 3);
    await waitFor('the other key', () => sequencesOf(log, good).length === 3);
    await waitFor('an empty outbox', async () => (await emitted(fresh.db)).length === 0);
    await emit(bad, 4);
    await waitFor('the later one behind it', async () => (await waitingIn(fresh.db)).refusedRows === 3);
    expect(sequencesOf(log, bad)).toEqual([1]);
    expect(await fresh.db.query('select sequence, state, reason, attempts from outbox_parked order by sequence')).toEqual([
      { sequence: 2, state: 'refused', reason: 'too large', attempts: 1 },
      { sequence: 3, state: 'behind', reason: null, attempts: 0 },
      { sequence: 4, state: 'behind', reason: null, attempts: 0 },
    ]);
    expect(alarms).toEqual([expect.objectContaining({ key: bad, reason: 'too large', type: 'complaint.acknowledged.v1' })]);

    const refused = new RefusedEvents(fresh.db);
    expect(await refused.redrive({ key: bad }, { actor: 'minji' })).toMatchObject({ events: 1, behind: 2 });
    await waitFor(
      'another refusal',
      async () => ((await fresh.db.query('select max(attempts) as attempts from outbox_parked')) as [{ attempts: number }])[0].attempts === 2,
    );
    log.refuses = () => false;
    await refused.redrive({ reason: 'too large' }, { actor: 'minji' });
    await waitFor('all of the key', () => sequencesOf(log, bad).length === 4);
    expect(sequencesOf(log, bad)).toEqual([1, 2, 3, 4]);
    await waitFor('nothing waits', async () => (await waitingIn(fresh.db)).refusedRows === 0);
  });
});

it('C55 I2 I4 sends everything in order through lost answers, failures and silence', async () => {
  const log = new FaultyLog(['answer-lost', 'never', 'failed', 'partly', 'late', 'stored', 'failed']);
  await start(log);
  const keys = Array.from({ length: 5 }, () => randomUUID());
  for (let value = 0; value < 6; value += 1) await Promise.all(keys.map((key) => emit(key, value)));
  await waitFor('an empty outbox', async () => (await emitted(fresh.db)).length === 0);
  log.arriveLate();
  for (const key of keys) expect([...new Set(sequencesOf(log, key))]).toEqual([1, 2, 3, 4, 5, 6]);
});

it('knows which of this service’s transactions may still bring rows', async () => {
  const [writer, runner] = [fresh.db.createQueryRunner(), fresh.db.createQueryRunner()];
  const queue = new StoredOutboxQueue(runner);
  await writer.startTransaction();
  await writer.query(`insert into aggregate_head (aggregate_id, last_sequence) values ('open', 1)`);
  const { youngest, areOver } = await queue.openTransactions(undefined);
  expect(areOver).toBe(false);
  expect((await queue.openTransactions(youngest)).areOver).toBe(false);
  await writer.commitTransaction();
  expect((await queue.openTransactions(youngest)).areOver).toBe(true);
  await writer.startTransaction();
  await writer.query(`insert into aggregate_head (aggregate_id, last_sequence) values ('later', 1)`);
  expect((await queue.openTransactions(youngest)).areOver).toBe(true); // it began after the question
  await writer.rollbackTransaction();
  await Promise.all([writer.release(), runner.release()]);
});

it('C55 leads again when its connection is taken away, and lets others lead meanwhile', async () => {
  const [log, logOfOther] = [new FaultyLog([]), new FaultyLog([])];
  const leaders = async (): Promise<number[]> => {
    const rows: { pid: number }[] = await fresh.db.query(
      `select distinct pid from pg_locks where locktype = 'advisory' and classid = 7341001 and granted
       and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.map(({ pid }) => pid);
  };
  await start(log);
  const [first, ...others] = await leaders();
  expect([first, others]).toEqual([expect.any(Number), []]);
  const other = await start(logOfOther);
  expect(await leaders()).toEqual([first]);

  await fresh.db.query('select pg_terminate_backend($1)', [first]);
  await waitFor('somebody else to lead', async () => (await leaders()).some((pid) => pid !== first));
  const meanwhile = randomUUID();
  await emit(meanwhile, 1);
  await waitFor('an empty outbox', async () => (await emitted(fresh.db)).length === 0);
  expect([...sequencesOf(log, meanwhile), ...sequencesOf(logOfOther, meanwhile)]).toEqual([1]);

  await running.splice(running.indexOf(other), 1)[0]!.stop();
  const key = randomUUID();
  await emit(key, 1);
  await waitFor('the event', () => sequencesOf(log, key).length === 1);
});

it('C55 says that it may not lead, keeps its connection, and leads as soon as it may', async () => {
  const warned: string[] = [];
  const { master: pool } = fresh.db.driver as unknown as { master: EventEmitter };
  const refusing = (client: { query: (statement: string | { name?: string }) => unknown }): void => {
    const query = client.query.bind(client);
    client.query = (statement) => {
      if (typeof statement === 'string' || statement.name !== 'relay-lead') return query(statement);
      return Promise.reject(Object.assign(new Error('out of shared memory'), { code: '53200' }));
    };
    mend = () => void (client.query = query);
  };
  let mend: () => void = () => undefined;
  pool.once('acquire', refusing);
  const control = new RelayControl(fresh.db, { ...silentLog, warn: (_, message) => warned.push(message) }, () => undefined);
  running.push(control);
  await control.start();
  expect([control.parts(), warned]).toEqual([[], ['relay: cannot see what it may lead, will look again']]);
  mend();
  await waitFor('all parts', () => control.parts().length === RELAY_PARTS);
  expect(warned).toHaveLength(1);
});

it('stops in time though the log says nothing', async () => {
  const log = new FaultyLog(Array.from({ length: 100 }, () => 'never' as const));
  const relay = new Relay(fresh.db, logOf(log), silentLog, { ...RELAY_DEFAULTS, deadlineMs: 1_000, stopWithinMs: 200 });
  await relay.start();
  await emit(randomUUID(), 1);
  const began = performance.now();
  await relay.stop();
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(await emitted(fresh.db)).toHaveLength(1);
});
