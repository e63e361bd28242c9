import type { DataSource } from 'typeorm';
import { shipFixTask } from '../src/commands/ship-fix-task.js';
import { startFixTask } from '../src/commands/start-fix-task.js';
import { addDays, type Day } from '../src/domain/calendar.js';
import { MONDAY } from './builders.js';
import { as, closings, fixTasks, hear, late, problems } from './seed.js';

export const SHIPPED_ON = addDays(MONDAY, 28);
export const JUDGED_ON = addDays(SHIPPED_ON, 35);

const EVERY_OTHER_DAY = Array.from({ length: 28 }, (_, day) => Number(day % 2 === 0));

/** Four weeks of one cause every other day: fourteen complaints. */
export const monthFrom = (from: Day, over: Parameters<typeof closings>[2] = {}) => closings(from, EVERY_OTHER_DAY, over);

/** Somebody starts a fix, and somebody ships it on a day. */
export async function startAndShip(db: DataSource, fixTaskId: string, on: Day, { startedBy = 'eun', shippedBy = 'eun' } = {}): Promise<void> {
  await as(db, startedBy, late(addDays(on, -3)), (work) => startFixTask(work, { fixTaskId }));
  await as(db, shippedBy, late(on), (work) => shipFixTask(work, { fixTaskId, historical: true }));
}

/** Four weeks of one cause every other day, and its fix shipped on the day after. */
export async function withShippedFix(db: DataSource, by?: Parameters<typeof startAndShip>[3]): Promise<{ problemId: string; fixTaskId: string }> {
  await hear(db, ...monthFrom(MONDAY));
  const [problem] = await problems(db);
  const [task] = await fixTasks(db, problem!.id);
  await startAndShip(db, task!.id, SHIPPED_ON, by);
  return { problemId: problem!.id, fixTaskId: task!.id };
}
