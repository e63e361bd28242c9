import type { EntityManager } from 'typeorm';
import { statement } from './statement.js';

const dispatch = statement('dispatch', `select pg_advisory_xact_lock(hashtext(current_schema()), hashtext('dispatch'))`);

/**
 * Lets one transaction at a time decide who gets what; everything that moves an assignment or changes an agent begins with it.
 * Locking agent rows instead either deadlocks (a slice of events locks them in the order of its complaints)
 * or, with `skip locked`, queues complaints although somebody was free.
 */
export async function holdDispatch(tx: EntityManager): Promise<void> {
  await dispatch(tx);
}

/** May this replica run the sweep now? The lock ends with the transaction. */
export async function tryHoldSweep(tx: EntityManager, sweep: string): Promise<boolean> {
  const [row] = await tx.query(`select pg_try_advisory_xact_lock(hashtext(current_schema()), hashtext($1)) as held`, [sweep]);
  return row.held;
}
