import { emitted, freshDatabase, type FreshDatabase } from '#libs/test-kit';
import type { DataSource } from 'typeorm';
import { aClosing, MONDAY } from '../../test/builders.js';
import { as, closings, fixTasks, hear, late, problems, review, wrongCauseDays } from '../../test/seed.js';
import { JUDGED_ON, monthFrom, SHIPPED_ON, startAndShip, withShippedFix } from '../../test/shipped-fix.js';
import { addDays, type Day } from '../domain/calendar.js';
import { STANDARD_RULES } from '../domain/rules.js';
import { metrics } from '../queries/metrics.js';
import { problemOf } from '../queries/problems.js';
import { improvementDatabase } from '../store/database.js';
import { reviewDay } from './review-day.js';
import { startFixTask } from './start-fix-task.js';

let fresh: FreshDatabase;
let db: DataSource;
beforeEach(async () => ({ db } = fresh = await freshDatabase(improvementDatabase)));
afterEach(() => fresh.drop());

const read = (problemId: string) => problemOf(db.manager, problemId);

it('C35 C39 what a fix is measured by stands fixed from its shipping on', async () => {
  const { problemId } = await withShippedFix(db);
  const { status, fixTasks: tasks } = await read(problemId);
  expect(status).toBe('monitoring');
  expect(tasks).toEqual([
    expect.objectContaining({
      status: 'shipped',
      owner: 'eun',
      expectedReduction: 0.5,
      criteria: {
        metric: 'complaints-by-occurrence',
        causeCodes: ['membership-hard-to-cancel'],
        windowDays: 28,
        soakDays: 1,
        settleDays: 7,
        shippedOn: SHIPPED_ON,
      },
      windows: expect.objectContaining({
        beforeFrom: MONDAY,
        beforeTo: addDays(SHIPPED_ON, -1),
        afterFrom: addDays(SHIPPED_ON, 1),
        judgeOn: JUDGED_ON,
      }),
    }),
  ]);
});

it('C40 C43 judges by the day of the incident, once, when the windows are over and late reports are in', async () => {
  const { problemId, fixTaskId } = await withShippedFix(db);
  const before = addDays(SHIPPED_ON, -2);
  // Told after the fix, but it happened before.
  const toldLate = [1, 2, 3].map((n) =>
    aClosing(n, { occurredAt: `${before}T10:00:00.000Z`, closedAt: `${addDays(SHIPPED_ON, 3 + n)}T10:00:00.000Z` }),
  );
  const straggler = closings(addDays(SHIPPED_ON, 9), [1]);
  const onTheDay = closings(SHIPPED_ON, [2]); // counts for neither side
  await hear(db, ...toldLate, ...straggler, ...onTheDay);

  expect((await review(db, addDays(JUDGED_ON, -1))).checks).toEqual([]);
  expect((await review(db, JUDGED_ON)).checks).toEqual([{ fixTaskId, verdict: 'held' }]);
  const { status, checks } = await read(problemId);
  expect(status).toBe('effective');
  expect(checks).toEqual([expect.objectContaining({ cycle: 1, verdict: 'held', before: 17, after: 1, windowDays: 28, movedTo: null })]);
  expect(await emitted(db, 'effectiveness.judged.v1')).toHaveLength(1);
});

it('C41 a day long after shipping takes all looks that are due by then at once, so that judging it again changes nothing', async () => {
  await withShippedFix(db);
  await hear(db, ...closings(addDays(SHIPPED_ON, 1), [3, 3, 3])); // 14 before, 9 after: chance alone can do that
  const muchLater = addDays(JUDGED_ON, 100);
  expect((await review(db, muchLater)).checks.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'held']);
  expect((await review(db, muchLater)).checks).toEqual([]);
});

it('C49 of two cycles judged on one day the figures are those of the later cycle', async () => {
  const { problemId } = await withShippedFix(db);
  await hear(db, ...closings(addDays(SHIPPED_ON, 1), [3, 3, 3])); // unclear, then as many as before: failed at the second look
  await hear(db, ...monthFrom(addDays(SHIPPED_ON, 29)), ...monthFrom(addDays(SHIPPED_ON, 57)));
  const muchLater = addDays(JUDGED_ON, 200);
  await review(db, muchLater);
  const [, second] = await fixTasks(db, problemId);
  await startAndShip(db, second!.id, addDays(SHIPPED_ON, 85));
  await review(db, muchLater);
  expect((await read(problemId)).checks.map(({ cycle, look, verdict }) => [cycle, look, verdict])).toEqual([
    [1, 1, 'inconclusive'],
    [1, 2, 'failed'],
    [2, 1, 'held'],
  ]);
  expect((await metrics(db.manager, STANDARD_RULES.recurrence)).problems).toEqual([
    expect.objectContaining({ problemId, cycle: 2, status: 'effective', verdict: 'held', before: 14, after: 0 }),
  ]);
});

it('a second review of the same day, or of an earlier one, changes nothing', async () => {
  await withShippedFix(db);
  await review(db, JUDGED_ON);
  const everything = async () =>
    JSON.stringify([await db.query('select * from problem'), await db.query('select * from fix_task'), await emitted(db)]);
  const before = await everything();
  expect(await review(db, JUDGED_ON)).toEqual({ asOf: JUDGED_ON, problemsOpened: 0, checks: [] });
  await review(db, addDays(JUDGED_ON, -10));
  expect(await everything()).toBe(before);
});

it('a past day is judged with what was known on it', async () => {
  const { problemId } = await withShippedFix(db);
  await hear(db, ...monthFrom(addDays(SHIPPED_ON, 1), { closedAt: `${addDays(JUDGED_ON, 1)}T10:00:00.000Z` })); // closed a day too late to be known
  await review(db, JUDGED_ON);
  expect((await read(problemId)).checks).toEqual([expect.objectContaining({ verdict: 'held', before: 14, after: 0 })]);
});

it('C29 and with the causes that were known then: what turned out to be another cause later counts where it was', async () => {
  const { problemId } = await withShippedFix(db);
  const after = monthFrom(addDays(SHIPPED_ON, 1));
  await hear(db, ...after);
  const later = addDays(JUDGED_ON, 1);
  const again = { cycle: 2, causeCode: 'points-missing', closedAt: `${later}T10:00:00.000Z` };
  await hear(db, ...after.map(({ data }) => aClosing(1, { ...data, ...again })));
  await review(db, JUDGED_ON);
  expect((await read(problemId)).checks).toEqual([expect.objectContaining({ verdict: 'failed', before: 14, after: 14, movedTo: null })]);
  expect(await wrongCauseDays(db)).toEqual([]);
});

it('C42 a fix that did not help reopens the problem with a new cycle and a new fix task', async () => {
  const { problemId, fixTaskId } = await withShippedFix(db);
  await db.query('update fix_task set expected_reduction = 0.7 where id = $1', [fixTaskId]);
  await hear(db, ...monthFrom(addDays(SHIPPED_ON, 1)));
  await review(db, JUDGED_ON);

  const reopened = await read(problemId);
  expect(reopened).toMatchObject({
    status: 'reopened',
    cycle: 2,
    cycles: [
      { cycle: 1, verdict: 'failed' },
      { cycle: 2, verdict: null, shippedAt: null },
    ],
  });
  expect(reopened.fixTasks.map(({ status, cycle, expectedReduction }) => [cycle, status, expectedReduction])).toEqual([
    [1, 'shipped', 0.7],
    [2, 'open', 0.7],
  ]);
  expect((await emitted(db)).slice(-3).map(({ type }) => type)).toEqual(['effectiveness.judged.v1', 'problem.reopened.v1', 'fix-task.opened.v1']);
  await as(db, 'eun', late(JUDGED_ON), (work) => startFixTask(work, { fixTaskId: reopened.fixTasks[1]!.fixTaskId }));
  expect((await read(problemId)).status).toBe('fix-in-progress');
});

it('C42 the third fix starts after the second one has shipped', async () => {
  const { problemId } = await withShippedFix(db);
  const secondOn = addDays(SHIPPED_ON, 29);
  await hear(db, ...monthFrom(addDays(SHIPPED_ON, 1)), ...monthFrom(addDays(secondOn, 1)));
  await review(db, JUDGED_ON);
  await startAndShip(db, (await fixTasks(db, problemId))[1]!.id, secondOn);
  await review(db, addDays(secondOn, 35));
  const [, , third] = await fixTasks(db, problemId);
  const start = (on: Day) => as(db, 'eun', late(on), (work) => startFixTask(work, { fixTaskId: third!.id, isStated: true }));
  await expect(start(addDays(secondOn, -1))).rejects.toMatchObject({ code: 'fix-task.started-too-early' });
  await start(secondOn);
});

it('C41 failed-moved: the same trouble under another cause, which the next fix is measured by, too', async () => {
  const { problemId } = await withShippedFix(db);
  const twiceAWeek = Array.from({ length: 28 }, (_, day) => Number(day % 7 === 1 || day % 7 === 4));
  await hear(db, ...closings(addDays(SHIPPED_ON, 1), twiceAWeek, { causeCode: 'points-lost-at-cancelling' }));
  await review(db, JUDGED_ON);

  const { status, checks, fixTasks: tasks } = await read(problemId);
  expect(status).toBe('reopened');
  expect(checks).toEqual([expect.objectContaining({ verdict: 'failed', movedTo: 'points-lost-at-cancelling', before: 14, after: 0 })]);
  expect(tasks[1]!.criteria.causeCodes).toEqual(['membership-hard-to-cancel', 'points-lost-at-cancelling']);
});

it('C41 the cycle after a fix that moved the trouble counts it under both causes', async () => {
  const { problemId } = await withShippedFix(db);
  const elsewhere = { causeCode: 'points-lost-at-cancelling' };
  await hear(db, ...monthFrom(addDays(SHIPPED_ON, 1), elsewhere));
  await review(db, JUDGED_ON);
  const [, second] = await fixTasks(db, problemId);
  const again = addDays(SHIPPED_ON, 29);
  await startAndShip(db, second!.id, again);
  await review(db, addDays(again, 35));
  expect((await read(problemId)).checks.at(-1)).toMatchObject({ cycle: 2, verdict: 'held', before: 14, after: 0 });
});

it('C41 what has no known cause yet is nothing to which the trouble moved', async () => {
  const { problemId } = await withShippedFix(db);
  await hear(db, ...monthFrom(addDays(SHIPPED_ON, 1), { causeCode: undefined, causeBy: undefined }));
  await review(db, JUDGED_ON);
  expect((await read(problemId)).checks).toEqual([expect.objectContaining({ verdict: 'held', before: 14, after: 0, movedTo: null })]);
});

it('C41 nor is another product', async () => {
  const { problemId } = await withShippedFix(db);
  await hear(db, ...monthFrom(addDays(SHIPPED_ON, 1), { product: 'gift-card' }));
  await hear(db, ...monthFrom(addDays(SHIPPED_ON, 1), { product: 'gift-card', causeCode: 'points-missing' }));
  await review(db, JUDGED_ON);
  expect((await read(problemId)).checks).toEqual([expect.objectContaining({ verdict: 'held', before: 14, after: 0, movedTo: null })]);
});

describe('without a clear verdict', () => {
  const EVERY_THIRD_DAY = Array.from({ length: 27 }, (_, day) => Number(day % 3 === 0));

  it('the next weeks are looked at', async () => {
    const { problemId } = await withShippedFix(db);
    await hear(db, ...closings(addDays(SHIPPED_ON, 1), EVERY_THIRD_DAY), ...closings(addDays(SHIPPED_ON, 40), [1]));
    await review(db, JUDGED_ON);
    expect(await read(problemId)).toMatchObject({ status: 'monitoring', checks: [{ verdict: 'inconclusive', before: 14, after: 9 }] });
    expect((await read(problemId)).fixTasks[0]!.windows).toMatchObject({
      windowDays: 28,
      afterFrom: addDays(SHIPPED_ON, 29),
      judgeOn: addDays(JUDGED_ON, 28),
    });

    await review(db, addDays(JUDGED_ON, 28));
    expect(await read(problemId)).toMatchObject({ status: 'effective', checks: [{ look: 1 }, { look: 2, verdict: 'held', before: 14, after: 1 }] });
  });

  it('after the last look another fix is needed', async () => {
    const { problemId } = await withShippedFix(db);
    for (const days of [1, 29, 57]) await hear(db, ...closings(addDays(SHIPPED_ON, days), EVERY_THIRD_DAY));
    for (const days of [0, 28, 56]) await review(db, addDays(JUDGED_ON, days));
    const { status, cycle, checks } = await read(problemId);
    expect(checks.map(({ look, verdict }) => [look, verdict])).toEqual([1, 2, 3].map((look) => [look, 'inconclusive']));
    expect([status, cycle]).toEqual(['reopened', 2]);
  });
});

describe('C33 at the end of a day', () => {
  it('opens what the running day could not be sure of, and says the whole reason', async () => {
    await hear(db, ...closings(MONDAY, [2, 2, 1]));
    expect(await problems(db)).toEqual([]);
    expect(await review(db, addDays(MONDAY, 2))).toMatchObject({ problemsOpened: 1 });
    expect(await problems(db)).toEqual([expect.objectContaining({ openedOn: addDays(MONDAY, 2), reason: '5 complaints in 14 days on 3 days' })]);
  });

  it('a problem of the running day gets the reason that the whole day gives', async () => {
    await hear(db, ...closings(MONDAY, [1, 1, 1, 1, 3]));
    await review(db, addDays(MONDAY, 4));
    expect(await problems(db)).toEqual([expect.objectContaining({ reason: '7 complaints in 14 days on 5 days', version: 2 })]);
  });

  it('C29 what has no known cause yet opens nothing', async () => {
    await hear(db, ...closings(MONDAY, [2, 2, 2, 2], { causeCode: undefined, causeBy: undefined }));
    expect(await review(db, addDays(MONDAY, 3))).toMatchObject({ problemsOpened: 0 });
    expect(await problems(db)).toEqual([]);
  });

  it('one bad day opens nothing', async () => {
    await hear(db, ...closings(MONDAY, [1, 0, 1, 0, 15, 0, 1]));
    await review(db, addDays(MONDAY, 7));
    expect(await problems(db)).toEqual([]);
    const { spikes } = await metrics(db.manager, STANDARD_RULES.recurrence);
    expect(spikes).toEqual([expect.objectContaining({ on: addDays(MONDAY, 4), count: 15 })]);
  });

  it('a day that still runs is judged as of now', async () => {
    await hear(db, ...closings(MONDAY, [2, 2, 1]));
    const today = addDays(MONDAY, 2);
    await as(db, 'importer', late(today), (work) => reviewDay(work, { asOf: today, scope: 'everything' }, STANDARD_RULES));
    expect(await problems(db)).toEqual([expect.objectContaining({ openedOn: today, openedAt: late(today) })]);
  });

  it('C38 C50 what became known of the company only later bears on no earlier day', async () => {
    const later = { closedAt: `${addDays(MONDAY, 5)}T10:00:00.000Z` };
    await hear(db, ...closings(MONDAY, [2, 2, 1]), ...closings(MONDAY, [14, 13, 13], { causeCode: 'points-missing', ...later }));
    await hear(db, aClosing(1, { causeCode: 'rude', occurredAt: `${addDays(MONDAY, -120)}T10:00:00.000Z`, ...later }));
    await review(db, addDays(MONDAY, 2));
    const ofMembership = (await problems(db)).filter(({ causeCode }) => causeCode === 'membership-hard-to-cancel');
    expect(ofMembership).toEqual([expect.objectContaining({ openedOn: addDays(MONDAY, 2), reason: '5 complaints in 14 days on 3 days' })]);
  });

  it('a day that has not begun cannot be judged', async () => {
    const future = as(db, 'importer', late(MONDAY), (work) => reviewDay(work, { asOf: addDays(MONDAY, 1), scope: 'everything' }, STANDARD_RULES));
    await expect(future).rejects.toMatchObject({ code: 'review.day-in-the-future' });
  });
});
