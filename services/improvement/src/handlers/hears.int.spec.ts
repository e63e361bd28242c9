import { ComplaintReopened, ComplaintWithdrawn } from '#libs/contracts';
import { Consumer, silentLog, toHeaders } from '#libs/messaging';
import { deliver, emitted, freshDatabase, type FreshDatabase } from '#libs/test-kit';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { aClosing, aRegistration, idOf, MONDAY } from '../../test/builders.js';
import { as, closings, handlers, hear, problems, wrongCauseDays, wrongTallies } from '../../test/seed.js';
import { recordCauses, type Closing } from '../commands/record-causes.js';
import { addDays } from '../domain/calendar.js';
import { STANDARD_RULES } from '../domain/rules.js';
import { counts } from '../queries/counts.js';
import { causeRecords } from '../queries/cause-records.js';
import { metrics } from '../queries/metrics.js';
import { improvementDatabase } from '../store/database.js';
import { lockStream } from '../store/stream-lock.js';

let fresh: FreshDatabase;
let db: DataSource;
beforeEach(async () => ({ db } = fresh = await freshDatabase(improvementDatabase)));
afterEach(async () => {
  const [tallies, days] = [await wrongTallies(db), await wrongCauseDays(db)];
  await fresh.drop();
  expect({ tallies, days }).toEqual({ tallies: [], days: [] });
});

const records = () => causeRecords(db.manager, { limit: 200 });

describe('C29 every closed complaint teaches one cause', () => {
  it('once, whatever comes twice, and says so', async () => {
    const event = aClosing(1);
    const id = uuidv7();
    await deliver(db, handlers, event, { id });
    await deliver(db, handlers, event, { id });
    await hear(db, event); // the same news under another id

    expect(await records()).toEqual([
      expect.objectContaining({
        complaintId: idOf(1),
        causeCode: 'membership-hard-to-cancel',
        product: 'membership',
        recordedBy: 'agent',
        cycle: 1,
        earlier: [],
      }),
    ]);
    expect((await emitted(db)).map(({ type }) => type)).toEqual(['cause.recorded.v1']);
    expect(await counts(db.manager)).toEqual({ received: 1, open: 0, closed: 1, withdrawn: 0, causesRecorded: 1 });
  });

  it('or "not yet known", which never becomes a problem', async () => {
    await hear(db, ...closings(MONDAY, [2, 2, 2, 2], { causeCode: undefined, causeBy: undefined }));
    expect(await records()).toHaveLength(8);
    expect((await records())[0]).toMatchObject({ causeCode: 'not-yet-known', recordedBy: 'nobody' });
    expect(await problems(db)).toEqual([]);
  });

  it('C17 a later cycle changes what is recorded, keeps what was, and counts again', async () => {
    await hear(
      db,
      aClosing(1),
      ComplaintReopened({ complaintId: idOf(1), cycle: 2, reopenedBy: 'customer', reopenedAt: `${addDays(MONDAY, 1)}T09:00:00.000Z` }),
    );
    expect(await counts(db.manager)).toEqual({ received: 1, open: 1, closed: 0, withdrawn: 0, causesRecorded: 0 });

    await hear(db, aClosing(1, { cycle: 2, causeCode: 'points-missing', closedAt: `${addDays(MONDAY, 2)}T09:00:00.000Z` }));
    expect(await counts(db.manager)).toEqual({ received: 1, open: 0, closed: 1, withdrawn: 0, causesRecorded: 1 });
    const earlier = [expect.objectContaining({ cycle: 1, causeCode: 'membership-hard-to-cancel', product: 'membership' })];
    expect(await records()).toEqual([expect.objectContaining({ causeCode: 'points-missing', cycle: 2, version: 2, earlier })]);
    expect(await emitted(db, 'cause.recorded.v1')).toHaveLength(2);
    expect(await db.query('select cycle, began_at < closed_at as ok from handling_cycle order by cycle')).toEqual([
      { cycle: 1, ok: true },
      { cycle: 2, ok: true },
    ]);
    expect((await metrics(db.manager, STANDARD_RULES.recurrence)).closeHours.byCycle).toMatchObject([
      { cycle: 1, count: 1, p50: 9 },
      { cycle: 2, count: 1, p50: 24 }, // from the reopening, not from the registration
    ]);
  });

  it('the same cause in another product is another cause, and is told', async () => {
    const later = `${addDays(MONDAY, 2)}T09:00:00.000Z`;
    await hear(db, aClosing(1), aClosing(1, { cycle: 2, product: 'gift-card', closedAt: later }), aClosing(1, { cycle: 3, product: 'gift-card' }));
    expect(await records()).toEqual([expect.objectContaining({ product: 'gift-card', cycle: 3, version: 3 })]);
    expect((await emitted(db, 'cause.recorded.v1')).map(({ data }) => data['product'])).toEqual(['membership', 'gift-card']);
  });

  it('an older cycle that comes late changes nothing', async () => {
    await hear(db, aClosing(1, { cycle: 2, causeCode: 'points-missing' }), aClosing(1, { cycle: 1 }));
    expect(await records()).toEqual([expect.objectContaining({ causeCode: 'points-missing', cycle: 2, version: 1 })]);
  });

  it('questions are counted and teach no cause', async () => {
    await hear(db, aRegistration(1, { kind: 'question' }), aClosing(1, { kind: 'question', causeCode: undefined }));
    expect(await records()).toEqual([]);
    expect(await counts(db.manager)).toMatchObject({ received: 0, closed: 0 });
    expect(await metrics(db.manager, STANDARD_RULES.recurrence)).toMatchObject({
      byKind: { complaint: 0, question: 1 },
      byWeek: [],
      closeHours: { count: 0 },
    });
    expect(await db.query(`select received, closed from complaint_tally where kind = 'question'`)).toEqual([{ received: 1, closed: 1 }]);
  });
});

describe('C8 C17 received = open + closed + withdrawn, whatever topic is faster', () => {
  const withdrawal = (number: number) => ComplaintWithdrawn({ complaintId: idOf(number), withdrawnAt: `${MONDAY}T10:00:00.000Z` });

  it.each([
    ['closed before registered', [aClosing(1), aRegistration(1)], { received: 1, open: 0, closed: 1, withdrawn: 0, causesRecorded: 1 }],
    ['withdrawn before registered', [withdrawal(1), aRegistration(1)], { received: 1, open: 0, closed: 0, withdrawn: 1, causesRecorded: 0 }],
    ['only withdrawn so far', [withdrawal(1)], { received: 0, open: 0, closed: 0, withdrawn: 0, causesRecorded: 0 }],
    [
      'closed wins over withdrawn',
      [aRegistration(1), withdrawal(1), aClosing(1)],
      { received: 1, open: 0, closed: 1, withdrawn: 0, causesRecorded: 1 },
    ],
    ['open', [aRegistration(1)], { received: 1, open: 1, closed: 0, withdrawn: 0, causesRecorded: 0 }],
  ] as const)('%s', async (_, events, expected) => {
    await hear(db, ...events);
    expect(await counts(db.manager)).toEqual(expected);
  });
});

it('C17 what two topics tell of one complaint at the same moment is counted once', async () => {
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  await Promise.all(numbers.flatMap((number) => [hear(db, aRegistration(number)), hear(db, aClosing(number))]));
  expect(await counts(db.manager)).toEqual({ received: 20, open: 0, closed: 20, withdrawn: 0, causesRecorded: 20 });
});

describe('C33 a recurring cause opens exactly one problem', () => {
  it('with the fifth complaint on five days, and one fix task, and none for the next', async () => {
    await hear(db, ...closings(MONDAY, [1, 1, 1, 1]));
    expect(await problems(db)).toEqual([]);
    await hear(db, ...closings(addDays(MONDAY, 4), [1, 1, 1]));

    const [problem, ...others] = await problems(db);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ status: 'open', cycle: 1, openedOn: addDays(MONDAY, 4), reason: '5 complaints in 14 days on 5 days' });
    const told = (await emitted(db)).filter(({ type }) => type !== 'cause.recorded.v1');
    expect(told.map(({ type, key }) => [type, key])).toEqual([
      ['problem.opened.v1', problem!.id],
      ['fix-task.opened.v1', problem!.id],
    ]);
  });

  it('C36 per product', async () => {
    await hear(db, ...closings(MONDAY, [1, 1, 1, 1, 1]), ...closings(MONDAY, [1, 1, 1, 1, 1], { product: 'gift-card' }));
    expect((await problems(db)).map(({ product }) => product).sort()).toEqual(['gift-card', 'membership']);
  });

  it('under replay of everything, in another order', async () => {
    const events = closings(MONDAY, [1, 2, 1, 2, 1]);
    await hear(db, ...events);
    await hear(db, ...events.toReversed());
    expect(await problems(db)).toHaveLength(1);
    expect(await emitted(db, 'problem.opened.v1')).toHaveLength(1);
  });

  it('under slices of many events in one transaction, with what was applied among them', async () => {
    const events = closings(MONDAY, [2, 2, 2, 2, 2]);
    await hear(db, ...events.slice(0, 3));
    await inOneSlice(events);
    expect(await problems(db)).toHaveLength(1);
    expect(await counts(db.manager)).toMatchObject({ received: 10, closed: 10, causesRecorded: 10 });
  });

  it('when closings of several causes come over several connections at once', async () => {
    const first = closings(MONDAY, [2, 2, 2, 2, 2]);
    const second = closings(MONDAY, [2, 2, 2, 2, 2], { causeCode: 'points-missing' });
    const closingOf = ({ data }: (typeof first)[number]): Closing => ({
      ...data,
      occurredAt: new Date(data.occurredAt),
      registeredAt: new Date(data.registeredAt),
      closedAt: new Date(data.closedAt),
    });
    // Every transaction holds several causes, in opposite orders: without the order of locks they would block each other.
    const slices = first.map((event, index) => [event, second[index]!].map(closingOf)).map((pair, index) => (index % 2 ? pair : pair.toReversed()));
    const record = (pair: Closing[]) =>
      as(db, 'test', pair[0]!.closedAt, (work) =>
        recordCauses(
          work.tx,
          pair.map((closing) => ({ work, closing })),
          STANDARD_RULES,
        ),
      );
    await Promise.all(slices.map(record));
    await Promise.all(slices.map(record));

    expect((await problems(db)).map(({ causeCode }) => causeCode).sort()).toEqual(['membership-hard-to-cancel', 'points-missing']);
    expect(await counts(db.manager)).toEqual({ received: 20, open: 0, closed: 20, withdrawn: 0, causesRecorded: 20 });
  });

  it('and the database itself refuses a second one', async () => {
    const insert = () =>
      db.query(
        `insert into problem (id, cause_code, product, status, cycle, opened_at, opened_on, reason, version)
         values ($1, 'late', 'delivery', 'open', 1, now(), current_date, 'x', 1)`,
        [uuidv7()],
      );
    await insert();
    await expect(insert()).rejects.toThrow('one_problem_per_cause');
  });
});

it('C38 an incident that is told late counts on its day', async () => {
  await hear(db, ...closings(MONDAY, [1, 1, 1, 1]));
  await hear(db, aClosing(1, { occurredAt: `${addDays(MONDAY, 1)}T08:00:00.000Z`, closedAt: `${addDays(MONDAY, 9)}T08:00:00.000Z` }));
  await hear(db, aClosing(2, { occurredAt: `${addDays(MONDAY, 2)}T08:00:00.000Z`, closedAt: `${addDays(MONDAY, 9)}T09:00:00.000Z` }));
  expect(await problems(db)).toEqual([expect.objectContaining({ openedOn: addDays(MONDAY, 9), reason: '6 complaints in 14 days on 4 days' })]);
});

it('C38 what became known later does not count on an earlier day, though it was heard before', async () => {
  await hear(db, aClosing(1, { occurredAt: `${addDays(MONDAY, -1)}T08:00:00.000Z`, closedAt: `${addDays(MONDAY, 9)}T08:00:00.000Z` }));
  await hear(db, ...closings(MONDAY, [1, 1, 1, 1]));
  expect(await problems(db)).toEqual([]);
  await hear(db, ...closings(addDays(MONDAY, 9), [1]));
  expect(await problems(db)).toEqual([expect.objectContaining({ openedOn: addDays(MONDAY, 9), reason: '6 complaints in 14 days on 6 days' })]);
});

async function inOneSlice(events: readonly ReturnType<typeof aClosing>[]): Promise<void> {
  const records = events.map((event, offset) => {
    const id = uuidv7();
    const time = new Date(event.data.closedAt);
    const headers = toHeaders({ id, type: event.type, source: '/redress/resolution', key: event.key, sequence: 1, time, correlationId: id });
    return { topic: event.topic, partition: 0, offset: String(offset), key: event.key, headers, value: JSON.stringify(event.data) };
  });
  await new Consumer(db, handlers, silentLog).apply(records);
}

it('a slice that has to wait for another does not give up', async () => {
  const runner = db.createQueryRunner();
  await runner.startTransaction();
  await lockStream(runner.manager);
  const waiting = hear(db, aClosing(1));
  setTimeout(() => void runner.commitTransaction().then(() => runner.release()), 3_000);
  await waiting;
  expect(await records()).toHaveLength(1);
});
