import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import type { DataSource } from 'typeorm';
import { MONDAY } from '../../test/builders.js';
import { closings, hear, problems } from '../../test/seed.js';
import { STANDARD_RULES } from '../domain/rules.js';
import { improvementDatabase } from '../store/database.js';
import { fixTaskList } from './fix-tasks.js';
import { metrics } from './metrics.js';
import { problemList, problemOf } from './problems.js';

let fresh: FreshDatabase;
let db: DataSource;
beforeEach(async () => ({ db } = fresh = await freshDatabase(improvementDatabase)));
afterEach(() => fresh.drop());

it('C50 problems and fix tasks are listed page by page, also those of one moment', async () => {
  for (const product of ['app', 'delivery', 'gift-card']) await hear(db, ...closings(MONDAY, [1, 1, 1, 1, 1], { product }));
  type Place = readonly [string, string];
  const pages = async (listed: (after?: Place) => Promise<{ id: string; openedAt: Date }[]>): Promise<string[]> => {
    const seen: string[] = [];
    for (let after: Place | undefined; seen.length < 9;) {
      const [first, ...more] = await listed(after);
      seen.push(first!.id);
      if (more.length === 0) break;
      after = [first!.openedAt.toISOString(), first!.id];
    }
    return seen;
  };
  const ofProblems = await pages(async (after) =>
    (await problemList(db.manager, { after, limit: 1 })).map(({ problemId: id, openedAt }) => ({ id, openedAt })),
  );
  const ofTasks = await pages(async (after) => (await fixTaskList(db.manager, { after, limit: 1 })).map((task) => ({ ...task, id: task.fixTaskId })));
  const all = await problems(db);
  expect(ofProblems).toEqual(all.map(({ id }) => id).toReversed());
  expect(new Set(ofTasks).size).toBe(3);
  expect(ofTasks).toHaveLength(3);
});

it('C49 two bad days, neither with more than all around it, are no spike', async () => {
  await hear(db, ...closings(MONDAY, [6, 6]));
  expect((await metrics(db.manager, STANDARD_RULES.recurrence)).spikes).toEqual([]);
});

it('C49 the weeks of a problem are those of its own cause and product', async () => {
  await hear(db, ...closings(MONDAY, [1, 1, 1, 1, 1]));
  await hear(db, ...closings(MONDAY, [4, 4, 4], { product: 'gift-card' }), ...closings(MONDAY, [3, 3, 3], { causeCode: 'points-missing' }));
  const weekly = await Promise.all((await problems(db)).map(async ({ id }) => (await problemOf(db.manager, id)).weekly));
  expect(weekly).toHaveLength(3);
  for (const count of [5, 9, 12]) expect(weekly).toContainEqual([{ week: MONDAY, count }]);
});
