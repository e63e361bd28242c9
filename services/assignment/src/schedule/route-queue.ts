import { runWork } from '#libs/messaging';
import type { DataSource } from 'typeorm';
import { routeQueue } from '../commands/route-queue.js';
import { databaseTime } from '../queries/database-time.js';

/** The safety net behind the commands that free somebody: whoever waits although there is room, is served now; returns how many. */
export async function sweepQueue(db: DataSource): Promise<number> {
  const now = await databaseTime(db.manager);
  return runWork(db, { actor: 'assignment.route-queue', now }, (work) => routeQueue(work));
}
