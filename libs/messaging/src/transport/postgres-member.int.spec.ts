import { waitFor } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { eventLogDatabase, type EventLogDatabase } from '../../test/event-log-database.js';
import { notes } from '../../test/note-service.js';
import { silentLog } from '../log.js';
import { inTransaction } from '../transaction.js';
import { PostgresTransport } from './postgres.transport.js';
import { PositionLost, type Position, type ReceivedRecord, type Subscription } from './transport.js';

let database: EventLogDatabase;
let topic: string;
let pools: DataSource[];
beforeAll(async () => {
  database = await eventLogDatabase();
  pools = await Promise.all([database.anotherPool(), database.anotherPool()]);
});
afterAll(() => database.drop());
beforeEach(async () => {
  topic = `leases.${randomUUID()}`;
  await database.db.query('truncate note');
});

const until = (what: string, condition: () => unknown): Promise<unknown> => waitFor(what, condition);
const transports: PostgresTransport[] = [];
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
});

type OnSlice = (records: readonly ReceivedRecord[], position: Position) => Promise<void>;

/** A process of its own, as far as the database can tell. */
async function member(onSlice: OnSlice, pace: { leaseMs?: number; beatMs?: number } = {}): Promise<Subscription & { transport: PostgresTransport }> {
  const transport = new PostgresTransport(pools[transports.length % pools.length]!, silentLog, { pollMs: 100, ...pace });
  transports.push(transport);
  const subscription = await transport.subscribe({
    group: 'g',
    topics: [topic],
    sliceSize: 10,
    onSlice: (records, position) => onSlice(records, position!),
    onFatal: (error) => {
      throw error;
    },
  });
  return { ...subscription, transport };
}

async function publish(...values: string[]): Promise<void> {
  const transport = new PostgresTransport(database.db, silentLog);
  await transport.publisher().publish(values.map((value) => ({ topic, key: value.split('-')[0]!, value, headers: {} })));
  await transport.close();
}

/** Writes the values down in the transaction that moves the position, as a consumer does. */
const applies =
  (name: string, before: () => Promise<void> = () => Promise.resolve()): OnSlice =>
  (records, position) =>
    inTransaction(pools[0]!, async (runner) => {
      await position.advance(runner);
      for (const { key, value } of records) await runner.query('insert into note (handler, key, value) values ($1, $2, $3)', [name, key, value]);
      await before();
      return { result: undefined, last: [] };
    });

const owners = async (): Promise<Record<string, number>> => {
  const { rows } = await database.admin.query('select owner, count(*)::int as parts from event_log.log_offset where topic = $1 group by owner', [
    topic,
  ]);
  return Object.fromEntries(rows.map(({ owner, parts }) => [String(owner), Number(parts)]));
};
const shares = async (): Promise<number[]> => Object.values(await owners()).sort();
const read = async (): Promise<number> =>
  (await database.admin.query('select coalesce(sum(pos), 0)::int as read from event_log.log_offset where topic = $1', [topic])).rows[0].read;

/** A member that owns everything is no more; its leases would last for so long by the clock of the database. */
async function died(leasesLast: string): Promise<string> {
  const dead = randomUUID();
  await database.admin.query(
    `insert into event_log.log_member (group_id, member, topics, lease_until) values ('g', $1, array[$2], clock_timestamp() + $3::interval)`,
    [dead, topic, leasesLast],
  );
  await database.admin.query(
    `insert into event_log.log_offset (group_id, topic, part, owner, epoch, lease_until)
     select 'g', $2, part, $1, 7, clock_timestamp() + $3::interval from generate_series(0, 3) as part`,
    [dead, topic, leasesLast],
  );
  return dead;
}

describe('effects and position', () => {
  it('C55 I3 commit together: a transaction that fails leaves the position where it was', async () => {
    let failures = 0;
    const seen: number[] = [];
    await member(
      applies('one', async () => {
        seen.push(await read());
        failures += 1;
        if (failures < 3) throw new Error('the rule said no');
      }),
    );
    await publish('a-1', 'a-2');
    await until('both applied', async () => (await read()) === 2);
    expect([failures, seen]).toEqual([3, [0, 0, 0]]);
    expect(await notes(database.db, 'one')).toEqual(['a-1', 'a-2']);
  });

  it('C55 I3 when the answer to the commit is lost, what was committed does not come again', async () => {
    const apply = applies('one');
    let answersLost = 0;
    await member(async (records, position) => {
      await apply(records, position);
      if (answersLost > 0) return;
      answersLost += 1;
      throw new Error('Connection terminated unexpectedly');
    });
    await publish('a-1');
    await until('applied', async () => (await read()) === 1);
    await publish('a-2');
    await until('applied', async () => (await read()) === 2);
    expect(await notes(database.db, 'one')).toEqual(['a-1', 'a-2']);
  });
});

describe('members of a group', () => {
  it('share the partitions fairly when one joins, and take over all when one leaves', async () => {
    const first = await member(applies('first'));
    await until('all owned by one', async () => String(await shares()) === '4');
    const second = await member(applies('second'));
    await until('shared', async () => String(await shares()) === '2,2');
    await first.close();
    await until('all owned by the other', async () => String(await shares()) === '4');
    expect([first.isJoined(), second.isJoined()]).toEqual([false, true]);
  });

  it('I2 I3 I4 apply every record once and in the order of its key while members come and go', async () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    let wanted = 0;
    const publishSome = async (): Promise<void> => {
      const numbers = Array.from({ length: 10 }, () => (wanted += 1));
      await publish(...numbers.flatMap((number) => keys.map((key) => `${key}-${number}`)));
    };
    let standing = await member(applies('g'));
    for (let turn = 0; turn < 4; turn += 1) {
      const joining = member(applies('g'));
      await publishSome();
      const joined = await joining;
      await publishSome();
      await standing.close();
      standing = joined;
      await publishSome();
    }
    await until('all applied', async () => (await read()) === wanted * keys.length);
    for (const key of keys) expect(await notes(database.db, 'g', key)).toEqual(Array.from({ length: wanted }, (_, i) => `${key}-${i + 1}`));
  });
});

describe('a member that was away', () => {
  it('C55 a zombie with an old epoch gets nothing and changes nothing', async () => {
    let goOn: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => (goOn = resolve));
    let outcome: unknown;
    const zombieApplies = applies('zombie');
    // It has read its slice and stops before its transaction, longer than its lease.
    const zombie = await member(
      async (records, position) => {
        await asleep;
        await zombieApplies(records, position).catch((error: unknown) => {
          outcome = error;
          throw error as Error;
        });
      },
      { leaseMs: 400, beatMs: 3_600_000 },
    );
    await publish('a-1');
    await until('it is the owner', async () => (await owners())['null'] === undefined);
    const successor = await member(applies('successor'), { leaseMs: 10_000, beatMs: 50 });
    await until('taken over', async () => (await read()) === 1);
    expect(await notes(database.db, 'successor')).toEqual(['a-1']);
    goOn();
    await until('the zombie has tried', () => outcome);
    expect(outcome).toBeInstanceOf(PositionLost);
    expect(await notes(database.db, 'zombie')).toEqual([]);
    expect(await read()).toBe(1);
    await Promise.all([zombie.close(), successor.close()]);
  });

  it('is followed by another also when the clock of the database was set back: no lease is that long', async () => {
    const dead = await died('1 hour');
    await member(applies('successor'), { beatMs: 3_600_000 });
    expect([(await owners())[dead], await shares()]).toEqual([undefined, [4]]);
  });

  it('is followed by another when its lease is over by the clock of the database, and not before', async () => {
    const dead = await died('40 seconds');
    await member(applies('successor'), { beatMs: 3_600_000 });
    expect(await owners()).toEqual({ [dead]: 4 });
    for (const table of ['log_member', 'log_offset'])
      await database.admin.query(
        `update event_log.${table} set lease_until = clock_timestamp() - interval '1 millisecond' where lease_until > now() + interval '15 seconds'`,
      );
    await database.admin.query(`select pg_notify('event_log_group', 'g')`);
    await until('taken over', async () => (await owners())[dead] === undefined);
    const { rows } = await database.admin.query('select distinct epoch::int from event_log.log_offset where topic = $1', [topic]);
    expect(rows).toEqual([{ epoch: 8 }]);
  });

  it('keeps what it is committing: its lease may be over, its transaction counts', async () => {
    let holding = false;
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await member(
      applies('slow', async () => {
        holding = true;
        await held;
      }),
      { leaseMs: 300, beatMs: 3_600_000 },
    );
    await publish('a-1');
    await until('the slow one is in its transaction', () => holding);
    await member(applies('quick'), { leaseMs: 10_000, beatMs: 50 });
    await until('the others are taken over', async () => String(await shares()) === '1,3');
    letGo();
    await until('applied', async () => (await read()) === 1);
    expect([await notes(database.db, 'slow'), await notes(database.db, 'quick')]).toEqual([['a-1'], []]);
  });
});
