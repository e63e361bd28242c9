import { ComplaintReopened, ComplaintWithdrawn, type DomainEvent } from '#libs/contracts';
import { Consumer, silentLog, toHeaders, type ReceivedRecord } from '#libs/messaging';
import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { aClosing, aRegistration, idOf, MONDAY } from '../../test/builders.js';
import { handlers, wrongCauseDays, wrongTallies } from '../../test/seed.js';
import { addDays } from '../domain/calendar.js';
import { improvementDatabase } from '../store/database.js';

const RUNS = 12;
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const CAUSES = ['late', 'late', 'cold', undefined];
const PRODUCTS = ['delivery', 'delivery', 'membership'];

let together: FreshDatabase;
let alone: FreshDatabase;
beforeAll(async () => ([together, alone] = await Promise.all([freshDatabase(improvementDatabase), freshDatabase(improvementDatabase)])));
afterAll(() => Promise.all([together.drop(), alone.drop()]));

/** One thing that is heard: of which complaint, what, and on which days it happened and was told. */
const happenings = fc.array(
  fc.record({
    complaint: fc.nat({ max: 150 }),
    what: fc.constantFrom('close', 'close', 'close', 'close', 'register', 'reopen', 'withdraw'),
    cycle: fc.constantFrom(1, 1, 1, 2, 3),
    cause: fc.constantFrom(...CAUSES),
    product: fc.constantFrom(...PRODUCTS),
    day: fc.nat({ max: 20 }),
    toldAfter: fc.constantFrom(0, 0, 0, 1, 2, 9),
  }),
  { minLength: 60, maxLength: 160, size: 'max' },
);

type Happening = typeof happenings extends fc.Arbitrary<(infer One)[]> ? One : never;

function eventOf({ complaint, what, cycle, cause, product, day, toldAfter }: Happening, index: number): DomainEvent {
  const moment = (of: number): string => `${addDays(MONDAY, of)}T${String(8 + (index % 12)).padStart(2, '0')}:00:00.000Z`;
  const kind = complaint % 6 === 0 ? 'question' : 'complaint'; // never changes
  const facts = { kind, product, occurredAt: moment(day) } as const;
  if (what === 'register') return aRegistration(complaint, facts);
  if (what === 'withdraw') return ComplaintWithdrawn({ complaintId: idOf(complaint), withdrawnAt: moment(day + toldAfter) });
  const told = { complaintId: idOf(complaint), cycle: cycle + 1, reopenedBy: 'customer', reopenedAt: moment(day + toldAfter) } as const;
  if (what === 'reopen') return ComplaintReopened(told);
  return aClosing(complaint, { ...facts, cycle, causeCode: cause, closedAt: moment(day + toldAfter) });
}

function recordOf(event: DomainEvent, index: number): ReceivedRecord {
  const id = uuidv7();
  const time = new Date(`${MONDAY}T08:00:00.000Z`);
  const headers = toHeaders({ id, type: event.type, source: '/redress/test', key: event.key, sequence: 1, time, correlationId: id });
  return { topic: event.topic, partition: 0, offset: String(index), key: event.key, headers, value: JSON.stringify(event.data) };
}

/** Everything that improvement keeps and tells, with problems and tasks called by their cause instead of their id. */
async function everything(db: DataSource): Promise<Record<string, unknown[]>> {
  const tables = ['complaint_fact', 'handling_cycle', 'complaint_tally', 'cause_record_history', 'cause_series'];
  const named = `cause_code || ' ' || product`;
  const rows: Record<string, unknown[]> = {
    cause_record: await db.query(`select to_jsonb(r) - 'id' as row from cause_record r order by complaint_id`),
    problem: await db.query(`select to_jsonb(p) - 'id' as row from problem p order by opened_at, ${named}`),
    fix_task: await db.query(`select to_jsonb(t) - array['id', 'problem_id'] as row from fix_task t order by opened_at, ${named}`),
    parked: await db.query('select error from parked'),
    told: await db.query(
      `select o.type, coalesce(p.cause_code || ' ' || p.product, o.key) as of, o.sequence, o.payload::jsonb - array['problemId', 'fixTaskId'] as data
       from outbox o left join problem p on p.id::text = o.key order by o.seq`,
    ),
  };
  // What was counted and taken back in one slice never had a row.
  for (const table of ['cause_day', 'company_day'])
    rows[table] = await db.query(`select to_jsonb(t) as row from ${table} t where count <> 0 order by to_jsonb(t)::text`);
  for (const table of tables) rows[table] = await db.query(`select to_jsonb(t) as row from ${table} t order by to_jsonb(t)::text`);
  return rows;
}

const empty = (db: DataSource) =>
  db.query(`truncate complaint_fact, handling_cycle, complaint_tally, cause_record, cause_record_history, cause_series, cause_day, company_day,
    effectiveness_check, fix_task, problem, parked, inbox, outbox, aggregate_head`);

/** A person closes the problem of a cause: only incidents from a day on may open the next one. */
const closeProblem = (db: DataSource, day: number) =>
  db.query(`with closed as (update problem set status = 'closed' where cause_code = 'late' and status <> 'closed' returning cause_code, product)
    update cause_series s set counted_from = '${addDays(MONDAY, day)}' from closed c where c.cause_code = s.cause_code and c.product = s.product`);

it(`I5 a slice of events leaves exactly what the same events leave one by one (SEED=${SEED})`, async () => {
  const seen = { problems: 0, again: 0 };
  const property = fc.asyncProperty(happenings, fc.integer({ min: 2, max: 40 }), fc.boolean(), async (happened, size, isOldCompany) => {
    await Promise.all([empty(together.db), empty(alone.db)]);
    const old: DomainEvent[] = isOldCompany ? [aClosing(999, { occurredAt: `${addDays(MONDAY, -120)}T08:00:00.000Z`, causeCode: 'rude' })] : [];
    const records = [...old, ...happened.map(eventOf)].map(recordOf);
    for (let from = 0; from < records.length; from += size) {
      const slice = records.slice(from, from + size);
      await new Consumer(together.db, handlers, silentLog).apply(slice);
      for (const record of slice) await new Consumer(alone.db, handlers, silentLog).apply([record]);
      if (from === size) await Promise.all([closeProblem(together.db, 8), closeProblem(alone.db, 8)]);
    }
    const [{ transactions }] = (await together.db.query('select count(distinct xmin::text)::int as transactions from inbox')) as [
      { transactions: number },
    ];
    expect(transactions).toBe(Math.ceil(records.length / size)); // no slice failed and was applied one by one
    const [left, right] = await Promise.all([everything(together.db), everything(alone.db)]);
    expect(left).toEqual(right);
    expect(left['parked']).toEqual([]);
    expect([await wrongTallies(together.db), await wrongCauseDays(together.db)]).toEqual([[], []]);
    seen.problems += left['problem']?.length ?? 0;
    seen.again += left['cause_record_history']?.length ?? 0;
  });
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
  // Runs in which nothing opened and nothing was recorded again would prove nothing.
  expect(seen.problems).toBeGreaterThan(RUNS / 2);
  expect(seen.again).toBeGreaterThan(RUNS / 2);
});
