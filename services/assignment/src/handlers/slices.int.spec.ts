import type { DomainEvent } from '#libs/contracts';
import { deliver, deliverTogether, emitted, freshDatabase, type FreshDatabase } from '#libs/test-kit';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { aPolicy, MONDAY_10 } from '../../test/builders.js';
import { closed, registered, withAgents, withdrawn, wrongLoads } from '../../test/seed.js';
import { AssignmentTable } from '../store/assignment.table.js';
import { assignmentDatabase } from '../store/database.js';
import { waitingFor } from '../store/waiting.js';
import { hears } from './index.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const handlers = hears(aPolicy());

let fresh: FreshDatabase;
let db: DataSource;
const empty = () => db.query('truncate assignment, escalation, agent, team, outbox, aggregate_head, inbox, parked');
beforeAll(async () => ({ db } = fresh = await freshDatabase(assignmentDatabase)));
afterAll(() => fresh.drop());
beforeEach(empty);
afterEach(async () => expect(await wrongLoads(db)).toEqual([]));

const together = (events: readonly DomainEvent[], options = {}) =>
  deliverTogether(
    db,
    handlers,
    events.map((event) => ({ event, time: MONDAY_10 })),
    options,
  );
const rowOf = (complaintId: string) => db.getRepository(AssignmentTable).findOneByOrFail({ complaintId });

const agents = fc.array(
  fc.record({
    languages: fc.subarray(['en', 'ko', 'te']),
    skills: fc.subarray(['delivery', 'membership', '*']),
    capacity: fc.nat(4),
    care: fc.boolean(),
    available: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);
const complaints = fc.array(
  fc.record({
    product: fc.constantFrom('delivery', 'membership', 'payment'),
    language: fc.constantFrom('en' as const, 'ko' as const, 'te' as const),
    priority: fc.constantFrom('urgent' as const, 'high' as const, 'normal' as const),
    needsCare: fc.boolean(),
    historical: fc.boolean(),
    kind: fc.constantFrom('complaint' as const, 'praise' as const),
  }),
  { minLength: 1, maxLength: 20 },
);

describe(`what assignment does with a slice of events (SEED=${SEED})`, () => {
  it('C21 I5 gives complaints that come together to the same people as if they came one by one', async () => {
    await fc.assert(
      fc.asyncProperty(agents, complaints, async (people, wanted) => {
        const staff = people.map((one) => ({ ...one, id: uuidv7(), subject: uuidv7() }));
        const events = wanted.map((over) => registered(over));
        const outcome = async (apply: () => Promise<void>) => {
          await empty();
          await withAgents(db, ...staff);
          await apply();
          const stored = await db.getRepository(AssignmentTable).find({ order: { complaintId: 'ASC' } });
          const loads = await db.query('select id, open_count, rank() over (order by last_turn) as turn from agent order by id');
          // Teams are new in every run.
          const plain = <T extends object>(row: T) => ({ ...row, id: undefined, teamId: undefined });
          const told = (await emitted(db)).map(({ data, ...event }) => ({ ...event, data: plain(data) }));
          return { stored: stored.map(plain), loads, told };
        };
        const oneByOne = await outcome(async () => {
          for (const event of events) await deliver(db, handlers, event, { time: MONDAY_10 });
        });
        expect(await outcome(() => together(events))).toEqual(oneByOne);
      }),
      { seed: SEED, numRuns: 12 },
    );
  });

  it('gives the places of agents who become free together to what is most pressing, and tells it as what follows from each end', async () => {
    const [minji, ravi] = await withAgents(db, { capacity: 1 }, { capacity: 2 });
    const begun = [registered(), registered(), registered()];
    await together(begun);
    const [normal, urgent, high, low] = [
      registered(),
      registered({ priority: 'urgent' }),
      registered({ priority: 'high' }),
      registered({ priority: 'low' }),
    ];
    await together([low, normal, urgent, high]);

    const ends = begun.map((event) => ({ event: closed(event.key), id: uuidv7(), time: MONDAY_10 }));
    await deliverTogether(db, handlers, ends);
    for (const { key } of begun) expect(await rowOf(key)).toMatchObject({ status: 'ended', endedBecause: 'closed' });
    const holders = await Promise.all([urgent, high, normal].map(async ({ key }) => (await rowOf(key)).agentId));
    expect([...holders].sort()).toEqual([minji!.id, ravi!.id, ravi!.id].sort());
    expect(await rowOf(low.key)).toMatchObject({ status: 'queued' });
    const causes = await db.query(`select headers ->> 'ce_causationid' as cause from outbox where type = 'complaint.assigned.v1' and key = any($1)`, [
      [urgent.key, high.key, normal.key],
    ]);
    expect(causes.map(({ cause }: { cause: string }) => cause).sort()).toEqual(ends.map(({ id }) => id).sort());
  });

  it('what waits in a slice and is withdrawn in it is not given to anybody', async () => {
    await withAgents(db, { capacity: 1 });
    const [held, waiting, next] = [registered(), registered({ priority: 'urgent' }), registered()];
    for (const event of [held, waiting, next]) await deliver(db, handlers, event);
    await together([withdrawn(waiting.key), withdrawn(held.key)]);
    expect(await rowOf(waiting.key)).toMatchObject({ status: 'ended', agentId: null });
    expect(await rowOf(next.key)).toMatchObject({ status: 'assigned' });
  });

  it('an end without a beginning waits alone: the others of its slice are applied', async () => {
    await withAgents(db, {});
    const [one, other, unknown] = [registered(), registered(), registered()];
    await together([one, other]);
    await together([closed(one.key), closed(unknown.key), closed(other.key)], { mayPark: true });
    expect(await db.query('select key from parked')).toEqual([{ key: unknown.key }]);
    for (const { key } of [one, other]) expect(await rowOf(key)).toMatchObject({ status: 'ended' });
  });

  it('finds the next one for a freed agent without reading the queue that stands in front', async () => {
    await withAgents(db, { languages: ['en'], capacity: 0 });
    await together(Array.from({ length: 1_500 }, () => registered({ language: 'te', priority: 'urgent' })));
    const mine = registered({ language: 'en' });
    await deliver(db, handlers, mine);
    const needs = [null, 'membership'].map((product) => ({ historical: false, language: 'en', needsCare: false, product, agents: [uuidv7()] }));
    const runner = db.createQueryRunner();
    try {
      expect(await waitingFor(runner.manager, needs, 3)).toMatchObject([{ complaintId: mine.key }]);
      const [plan] = await runner.query(`explain (analyze, format json) execute "assignment-waiting"('${JSON.stringify(needs)}', 3)`);
      const [finding] = plan['QUERY PLAN'][0]['Plan']['Plans']; // below the locking, which also counts what it reads of the catalogue
      expect(finding['Shared Hit Blocks']).toBeLessThan(40); // 1,500 rows fill more than that
    } finally {
      await runner.release();
    }
  });
});
