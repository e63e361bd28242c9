import { runWork } from '#libs/messaging';
import type { DataSource } from 'typeorm';
import { escalateOverdue, type AnswerPolicy } from '../commands/escalate-overdue.js';
import { databaseTime } from '../queries/database-time.js';

/** Few enough for a short transaction; the next page follows at once. */
const PAGE = 100;

/** Moves up everything whose promise has passed by the database's clock; returns how many. */
export async function sweepOverdue(db: DataSource, policy: AnswerPolicy): Promise<number> {
  const now = await databaseTime(db.manager);
  for (let total = 0; ;) {
    const escalated = await runWork(db, { actor: 'assignment.escalate-overdue', now }, (work) => escalateOverdue(work, PAGE, policy));
    total += escalated;
    if (escalated < PAGE) return total;
  }
}
