import { ComplaintAssigned, ComplaintQueued, ComplaintWithdrawn, type DomainEvent } from '#libs/contracts';
import { Consumer, silentLog, toHeaders, type ReceivedRecord } from '#libs/messaging';
import { deliver, deliverTogether, freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { anAssignment, day } from '../../test/builders.js';
import { resolutionDatabase } from '../store/database.js';
import { hears } from './index.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const COMPLAINTS = Array.from({ length: 30 }, () => uuidv7());
const AGENTS = Array.from({ length: 3 }, () => uuidv7());

let together: FreshDatabase;
let alone: FreshDatabase;
beforeAll(async () => ([together, alone] = await Promise.all([freshDatabase(resolutionDatabase), freshDatabase(resolutionDatabase)])));
afterAll(() => Promise.all([together.drop(), alone.drop()]));

const happenings = fc.array(
  fc.record({
    complaintId: fc.constantFrom(...COMPLAINTS),
    what: fc.constantFrom('assign', 'assign', 'assign', 'withdraw', 'close'),
    agentId: fc.constantFrom(...AGENTS),
  }),
  { minLength: 20, maxLength: 80, size: 'max' },
);

type Happening = typeof happenings extends fc.Arbitrary<(infer One)[]> ? One : never;

function eventOf({ complaintId, what, agentId }: Happening, index: number): DomainEvent {
  if (what === 'withdraw') return ComplaintWithdrawn({ complaintId, withdrawnAt: day(index).toISOString() });
  return ComplaintAssigned(anAssignment({ complaintId, agentId, agentSubject: `agent-${index}` }));
}

function recordOf(event: DomainEvent, index: number): ReceivedRecord {
  const id = uuidv7();
  const headers = toHeaders({ id, type: event.type, source: '/redress/test', key: event.key, sequence: 1, time: day(index), correlationId: id });
  return { topic: event.topic, partition: 0, offset: String(index), key: event.key, headers, value: JSON.stringify(event.data) };
}

/** An agent closed it meanwhile: a withdrawal that comes later changes nothing. */
const close = (db: DataSource, ids: readonly string[]) =>
  db.query(
    `update resolution set status = 'closed', stage = 1, decision = 'upheld', reasons = 'late', cause_code = 'late', closed_at = opened_at, closed_by = 'minji'
     where complaint_id = any($1) and status = 'investigating'`,
    [ids],
  );

const everything = async (db: DataSource) => ({
  resolutions: await db.query('select * from resolution order by complaint_id'),
  told: await db.query('select key, sequence, type, payload from outbox order by seq'),
  parked: await db.query('select error from parked'),
});

it(`I5 a slice of events leaves exactly what the same events leave one by one (SEED=${SEED})`, async () => {
  const property = fc.asyncProperty(happenings, fc.integer({ min: 2, max: 30 }), async (happened, size) => {
    for (const { db } of [together, alone]) await db.query('truncate resolution, parked, inbox, outbox, aggregate_head cascade');
    let slices = 0;
    for (let from = 0; from < happened.length; from += size) {
      const now = happened.slice(from, from + size);
      const closed = now.filter(({ what }) => what === 'close').map(({ complaintId }) => complaintId);
      for (const { db } of [together, alone]) await close(db, closed);
      const slice = now.filter(({ what }) => what !== 'close').map((each, index) => recordOf(eventOf(each, from + index), from + index));
      if (slice.length > 0) slices += 1;
      await new Consumer(together.db, hears, silentLog).apply(slice);
      for (const record of slice) await new Consumer(alone.db, hears, silentLog).apply([record]);
    }
    const counted = await together.db.query('select count(distinct xmin::text)::int as transactions from inbox');
    expect(counted).toEqual([{ transactions: slices }]); // no slice failed and was applied one by one
    const [left, right] = await Promise.all([everything(together.db), everything(alone.db)]);
    expect(left.parked).toEqual([]);
    expect(left.told).toEqual(right.told);
    expect(left.resolutions).toEqual(right.resolutions);
  });
  await fc.assert(property, { seed: SEED, numRuns: 15, endOnFailure: true });
});

it('C55 a slice that waits for somebody at work on one complaint holds no other: nobody waits for each other in a circle', async () => {
  const [first, second] = [uuidv7(), uuidv7()].sort() as [string, string];
  const [opened, later] = [1, 2].map((sequence) => ({ time: day(sequence), sequence }));
  for (const complaintId of [first, second]) {
    await deliver(together.db, hears, ComplaintAssigned(anAssignment({ complaintId })), opened);
  }
  const somebody = together.db.createQueryRunner();
  await somebody.startTransaction();
  await somebody.query('select from resolution where complaint_id = $1 for update', [first]);

  const queued = ComplaintQueued({ ...ComplaintQueued.example, complaintId: second });
  const assigned = ComplaintAssigned(anAssignment({ complaintId: first, agentSubject: 'jun' }));
  const slice = deliverTogether(
    together.db,
    hears,
    [queued, assigned].map((event) => ({ event, ...later })),
  ); // two handlers, the later complaint first
  const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await waitFor('the slice to meet somebody', async () => (await together.db.query(waits)).length > 0);
  await somebody.query('select from resolution where complaint_id = $1 for update nowait', [second]);
  await somebody.commitTransaction();
  await somebody.release();

  await slice;
  const after = `select agent_subject from resolution where complaint_id = any($1) order by complaint_id`;
  expect(await together.db.query(after, [[first, second]])).toEqual([{ agent_subject: 'jun' }, { agent_subject: null }]);
});
