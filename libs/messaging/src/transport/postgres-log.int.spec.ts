import { ComplaintAcknowledged } from '#libs/contracts';
import { emitted, waitFor } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { eventLogDatabase, type EventLogDatabase } from '../../test/event-log-database.js';
import { silentLog } from '../log.js';
import { Relay, RELAY_DEFAULTS } from '../relay.js';
import { runWork } from '../run-work.js';
import { eventLogSchema } from '../store/event-log.js';
import { PostgresTransport } from './postgres.transport.js';
import type { Carried } from './transport.js';

let database: EventLogDatabase;
beforeAll(async () => (database = await eventLogDatabase()));
afterAll(() => database.drop());
beforeEach(() => database.admin.query('truncate outbox, aggregate_head, inbox, event_log.log, event_log.log_head, event_log.log_offset'));
beforeAll(() => database.admin.query('set search_path = note'));

const transports: PostgresTransport[] = [];
const aTransport = (): PostgresTransport => {
  const transport = new PostgresTransport(database.db, silentLog);
  transports.push(transport);
  return transport;
};
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
});

const PARTS = [0, 1, 2, 3];
const emit = (db: DataSource, complaintId: string, values: readonly number[]): Promise<void> =>
  runWork(db, { actor: 'test' }, (work) => {
    for (const value of values) work.emit(ComplaintAcknowledged({ complaintId, channel: 'app', acknowledgedAt: new Date(value).toISOString() }));
    return Promise.resolve();
  });
async function carry(transport: PostgresTransport, parts = PARTS, limit = 500): Promise<Carried> {
  const runner = database.db.createQueryRunner();
  try {
    return await transport.carry(
      runner,
      parts,
      limit,
      parts.map(() => 0),
    );
  } finally {
    await runner.release();
  }
}
const stored = async (): Promise<{ part: number; pos: number; key: string; sequence: number; value: string }[]> =>
  (await database.admin.query(`select part, pos::int, key, sequence::int, value from event_log.log order by part, pos`)).rows;

/** Positions of each partition must be 1, 2, 3 … */
function expectNoGaps(rows: readonly { part: number; pos: number }[]): void {
  for (const part of PARTS) {
    const positions = rows.filter((row) => row.part === part).map(({ pos }) => pos);
    expect(positions).toEqual(positions.map((_, i) => i + 1));
  }
}

it('C55 I1 moves the outbox to the log in the order of each key, and leaves no row behind', async () => {
  const keys = Array.from({ length: 12 }, () => randomUUID());
  for (let round = 0; round < 5; round += 1) for (const key of keys) await emit(database.db, key, [round * 2, round * 2 + 1]);
  expect(await carry(aTransport())).toMatchObject({ rows: 120 });
  const rows = await stored();
  expectNoGaps(rows);
  for (const key of keys) {
    const own = rows.filter((row) => row.key === key);
    expect(own.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(own.map(({ value }) => Date.parse((JSON.parse(value) as { acknowledgedAt: string }).acknowledgedAt))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(new Set(own.map(({ part }) => part)).size).toBe(1);
  }
  expect(await emitted(database.db)).toEqual([]);
});

it('C55 carries at most the limit of each part, oldest first', async () => {
  const key = randomUUID();
  await emit(database.db, key, [1, 2, 3, 4, 5]);
  expect(await carry(aTransport(), PARTS, 2)).toMatchObject({ rows: 2 });
  expect((await stored()).map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect((await emitted(database.db)).map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
});

it('I3 I4 positions stay gapless, and no event comes twice or out of its order, when several relays carry the same parts at once', async () => {
  const keys = Array.from({ length: 8 }, () => randomUUID());
  const writers = keys.map(async (key) => {
    for (let i = 0; i < 20; i += 1) await emit(database.db, key, [i]);
  });
  let writing = true;
  const relays = [aTransport(), aTransport()].map(async (transport) => {
    do await carry(transport, PARTS, 7);
    while (writing || (await emitted(database.db)).length > 0);
  });
  await Promise.all(writers);
  writing = false;
  await Promise.all(relays);
  const rows = await stored();
  expect(rows).toHaveLength(160);
  expectNoGaps(rows);
  for (const key of keys)
    expect(rows.filter((row) => row.key === key).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});

it('C55 I1 a relay carries a backlog on two connections at once, each key in its order, and leaves no row behind', async () => {
  const keys = Array.from({ length: 40 }, () => randomUUID());
  for (const key of keys) await emit(database.db, key, [1, 2, 3, 4, 5]);
  const transport = aTransport();
  const connections: unknown[] = [];
  const carry = transport.carry.bind(transport);
  transport.carry = async (runner, ...what) => {
    connections.push(await runner.connect());
    return carry(runner, ...what);
  };
  const relay = new Relay(database.db, transport, silentLog, { ...RELAY_DEFAULTS, batchSize: 3 });
  await relay.start();
  await waitFor('an empty outbox', async () => (await emitted(database.db)).length === 0);
  await relay.stop();
  expect(new Set(connections).size).toBeGreaterThan(1);
  const rows = await stored();
  expectNoGaps(rows);
  for (const key of keys) expect(rows.filter((row) => row.key === key).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
});

it('takes over a log that was made with headers taken apart', async () => {
  await database.admin.query('drop schema event_log cascade');
  await database.admin.query(eventLogSchema(['redress_note']));
  await database.admin.query('alter table event_log.log drop column sequence, alter column headers type jsonb using headers::text::jsonb');
  const insert = `insert into event_log.log (topic, part, pos, key, headers, value, appended_at) values ('old', 0, 1, 'k', '{"ce_sequence": "7"}', '', now())`;
  await database.admin.query(insert);
  await database.admin.query(eventLogSchema(['redress_note']));
  expect((await database.admin.query(`select headers ->> 'ce_sequence' as number, sequence from event_log.log`)).rows).toEqual([
    { number: '7', sequence: null },
  ]);
  await emit(database.db, randomUUID(), [1]);
  expect(await carry(aTransport())).toMatchObject({ rows: 1 });
});

it('positions are gapless for concurrent publishers, too', async () => {
  const topic = 'intake.events';
  const processes = [aTransport(), aTransport()]; // each keeps a connection of the pool
  const publishers = Array.from({ length: 6 }, (_, p) => ({ publisher: processes[p % 2]!.publisher(), p }));
  await Promise.all(
    publishers.map(async ({ publisher, p }) => {
      for (let i = 0; i < 10; i += 1)
        await publisher.publish(Array.from({ length: 4 }, (_, k) => ({ topic, key: `${p}-${k}`, value: String(i), headers: {} })));
    }),
  );
  const rows = await stored();
  expect(rows).toHaveLength(240);
  expectNoGaps(rows);
});

it('I1 an append that fails leaves the outbox as it was', async () => {
  await emit(database.db, randomUUID(), [1, 2]);
  await database.admin.query('revoke insert on event_log.log from redress_note');
  await expect(carry(aTransport())).rejects.toThrow('permission denied');
  await database.admin.query('grant insert on event_log.log to redress_note');
  expect(await emitted(database.db)).toHaveLength(2);
  expect(await stored()).toEqual([]);
  expect(await carry(aTransport())).toMatchObject({ rows: 2 });
});

it('makes the day that is missing, when nobody ran to make it in time', async () => {
  const { rows: days } = await database.admin.query(
    `select inhrelid::regclass::text as day from pg_inherits where inhparent = 'event_log.log'::regclass`,
  );
  for (const { day } of days) await database.admin.query(`drop table ${day}`);
  await emit(database.db, randomUUID(), [1]);
  expect(await carry(aTransport())).toMatchObject({ rows: 1 });
  expect(await stored()).toHaveLength(1);
});

it('says how to mend a database without the log', async () => {
  await database.admin.query('alter schema event_log rename to elsewhere');
  await expect(aTransport().ensureTopics(['intake.events'], 4)).rejects.toThrow(
    'the schema event_log is missing in this database, or closed to this role: run `npm run migrate` on it',
  );
  await database.admin.query('alter schema elsewhere rename to event_log');
  await expect(aTransport().ensureTopics(['intake.events'], 4)).resolves.toBeUndefined();
});
