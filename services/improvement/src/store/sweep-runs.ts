import type { EntityManager } from 'typeorm';
import type { Day } from '../domain/calendar.js';

/** The last day for which a sweep ran. */
export async function lastSweep(tx: EntityManager, sweep: string): Promise<Day | undefined> {
  const [row] = await tx.query('select max(due_on)::text as day from sweep_run where sweep = $1', [sweep]);
  return row.day ?? undefined;
}

/** Takes a day's sweep for this transaction; false when another replica has it or had it. */
export async function claimSweep(tx: EntityManager, sweep: string, dueOn: Day): Promise<boolean> {
  const [lock] = await tx.query('select pg_try_advisory_xact_lock(hashtextextended(current_schema() || $1, 0)) as mine', [sweep]);
  if (!lock.mine) return false;
  const rows = await tx.query('insert into sweep_run (sweep, due_on) values ($1, $2) on conflict do nothing returning due_on', [sweep, dueOn]);
  return rows.length > 0;
}
