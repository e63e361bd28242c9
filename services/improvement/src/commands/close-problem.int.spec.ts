import { emitted, freshDatabase, type FreshDatabase } from '#libs/test-kit';
import type { DataSource } from 'typeorm';
import { MONDAY } from '../../test/builders.js';
import { as, closings, fixTasks, hear, late, problems, review } from '../../test/seed.js';
import { JUDGED_ON, SHIPPED_ON, withShippedFix } from '../../test/shipped-fix.js';
import { addDays, type Day } from '../domain/calendar.js';
import { problemOf } from '../queries/problems.js';
import { improvementDatabase } from '../store/database.js';
import { closeProblem } from './close-problem.js';
import { startFixTask } from './start-fix-task.js';

let fresh: FreshDatabase;
let db: DataSource;
beforeEach(async () => ({ db } = fresh = await freshDatabase(improvementDatabase)));
afterEach(() => fresh.drop());

const read = (problemId: string) => problemOf(db.manager, problemId);
const close = (problemId: string, by: string) =>
  as(db, by, late(addDays(JUDGED_ON, 1)), (work) => closeProblem(work, { problemId, note: 'seen the figures' }));

it('C44 needs a verdict and a second person', async () => {
  const { problemId } = await withShippedFix(db);
  await expect(close(problemId, 'lena')).rejects.toMatchObject({ code: 'lifecycle.illegal-transition' });
  await review(db, JUDGED_ON);
  await expect(close(problemId, 'eun')).rejects.toMatchObject({ code: 'problem.needs-second-person' });
  await close(problemId, 'lena');
  expect(await read(problemId)).toMatchObject({ status: 'closed', closedBy: 'lena', allowed: [] });
  expect((await emitted(db)).at(-1)).toMatchObject({ type: 'problem.closed.v1', data: { problemId, cycle: 1 } });
});

it.each(['eun', 'ravi'])('C44 %s, who had a part in the fix, is no second person', async (by) => {
  const { problemId } = await withShippedFix(db, { startedBy: 'eun', shippedBy: 'ravi' });
  await review(db, JUDGED_ON);
  await expect(close(problemId, by)).rejects.toMatchObject({ code: 'problem.needs-second-person' });
  await close(problemId, 'lena');
});

it('C44 a stated closing follows the last of several looks', async () => {
  const { problemId } = await withShippedFix(db);
  await hear(db, ...closings(addDays(SHIPPED_ON, 1), [3, 3, 3])); // unclear at first, then held
  for (const days of [0, 28]) await review(db, addDays(JUDGED_ON, days));
  const state = (on: Day) => as(db, 'lena', late(on), (work) => closeProblem(work, { problemId, isStated: true }));
  await expect(state(addDays(JUDGED_ON, 27))).rejects.toMatchObject({ code: 'problem.closed-before-verdict' });
  await state(addDays(JUDGED_ON, 28));
  expect((await read(problemId)).checks.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'held']);
});

it('C43 and only incidents after the fix open the cause again', async () => {
  const { problemId } = await withShippedFix(db);
  await review(db, JUDGED_ON);
  await close(problemId, 'lena');
  const toldLate = closings(addDays(SHIPPED_ON, -6), [1, 1, 1, 1, 1], { closedAt: `${addDays(JUDGED_ON, 2)}T10:00:00.000Z` });
  await hear(db, ...toldLate);
  await review(db, addDays(JUDGED_ON, 2));
  expect(await problems(db)).toHaveLength(1);

  await hear(db, ...closings(addDays(JUDGED_ON, 10), [1, 1, 1, 1, 1, 1, 1]));
  expect((await problems(db)).map(({ status }) => status)).toEqual(['closed', 'open']);
});

it('C43 and the fix of the next problem starts after the fix of the one before has shipped', async () => {
  const { problemId } = await withShippedFix(db);
  await review(db, JUDGED_ON);
  await close(problemId, 'lena');
  await hear(db, ...closings(addDays(JUDGED_ON, 2), [1, 1, 1, 1, 1]));
  const [, second] = await problems(db);
  const [task] = await fixTasks(db, second!.id);
  const start = (on: Day) => as(db, 'eun', late(on), (work) => startFixTask(work, { fixTaskId: task!.id, isStated: true }));
  await expect(start(addDays(SHIPPED_ON, -1))).rejects.toMatchObject({ code: 'fix-task.started-too-early' });
  await start(SHIPPED_ON);
  expect(await read(second!.id)).toMatchObject({ status: 'fix-in-progress' });

  await hear(db, ...closings(MONDAY, [1, 1, 1, 1, 1], { product: 'gift-card' })); // another product: its fix follows no other
  const ofOther = (await problems(db)).find(({ product }) => product === 'gift-card')!;
  const [first] = await fixTasks(db, ofOther.id);
  await as(db, 'eun', late(MONDAY), (work) => startFixTask(work, { fixTaskId: first!.id, isStated: true }));
});

it('C33 as of a day on which the problem was still open no second one opens, asked late or told late', async () => {
  const { problemId } = await withShippedFix(db);
  await hear(db, ...closings(addDays(SHIPPED_ON, 1), [1, 1, 1, 1])); // one less than recurring, and few enough for the fix to have held
  await review(db, JUDGED_ON);
  await close(problemId, 'lena');
  await hear(db, ...closings(addDays(SHIPPED_ON, 5), [1, 1])); // told after the closing, closed before it
  expect(await problems(db)).toHaveLength(1);
  expect(await review(db, addDays(SHIPPED_ON, 7))).toMatchObject({ problemsOpened: 0 });
  expect(await problems(db)).toHaveLength(1);

  await hear(db, ...closings(addDays(JUDGED_ON, 1), [1, 1, 1, 1, 1])); // from the day of the closing on
  expect((await problems(db)).map(({ openedOn }) => openedOn >= addDays(JUDGED_ON, 1))).toEqual([false, true]);
});
