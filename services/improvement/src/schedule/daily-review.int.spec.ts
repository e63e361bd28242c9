import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import type { DataSource } from 'typeorm';
import { MONDAY } from '../../test/builders.js';
import { as, closings, fixTasks, hear, late, problems } from '../../test/seed.js';
import { shipFixTask } from '../commands/ship-fix-task.js';
import { startFixTask } from '../commands/start-fix-task.js';
import { sweepNextDay } from '../commands/sweep-days.js';
import { addDays, type Day } from '../domain/calendar.js';
import { STANDARD_RULES } from '../domain/rules.js';
import { improvementDatabase } from '../store/database.js';

let fresh: FreshDatabase;
let db: DataSource;
beforeEach(async () => ({ db } = fresh = await freshDatabase(improvementDatabase)));
afterEach(() => fresh.drop());

const sweep = (on: Day) => as(db, 'improvement.daily-review', late(on), (work) => sweepNextDay(work, STANDARD_RULES));

async function withShippedFix(historical: boolean): Promise<string> {
  await hear(db, ...closings(MONDAY, new Array<number>(28).fill(1)));
  const [problem] = await problems(db);
  const [task] = await fixTasks(db, problem!.id);
  await as(db, 'eun', late(addDays(MONDAY, 28)), async (work) => {
    await startFixTask(work, { fixTaskId: task!.id });
    await shipFixTask(work, { fixTaskId: task!.id, historical });
  });
  return task!.id;
}

describe('the daily review', () => {
  it('judges yesterday once over all replicas', async () => {
    const reviewed = await Promise.all([sweep(MONDAY), sweep(MONDAY), sweep(MONDAY)]);
    expect(reviewed.filter(Boolean)).toEqual([addDays(MONDAY, -1)]);
    expect(await sweep(MONDAY)).toBeUndefined();
  });

  it('catches up day by day, and after a long stop only the last month', async () => {
    await sweep(MONDAY);
    expect([await sweep(addDays(MONDAY, 2)), await sweep(addDays(MONDAY, 2)), await sweep(addDays(MONDAY, 2))]).toEqual([
      MONDAY,
      addDays(MONDAY, 1),
      undefined,
    ]);
    expect(await sweep(addDays(MONDAY, 400))).toBe(addDays(MONDAY, 400 - 1 - 31));
  });

  it('opens what the day before was sure of only at its end', async () => {
    await hear(db, ...closings(MONDAY, [2, 2, 1]));
    await sweep(addDays(MONDAY, 3));
    expect(await problems(db)).toHaveLength(1);
  });

  it.each([
    [false, 1],
    [true, 0],
  ])('leaves fixes of an imported past alone (historical: %p)', async (historical, checks) => {
    await withShippedFix(historical);
    await sweep(addDays(MONDAY, 28 + 36));
    expect(await db.query('select count(*)::int as checks from effectiveness_check')).toEqual([{ checks }]);
  });
});
