import type { EntityManager } from 'typeorm';
import type { Series } from '../domain/series.js';

/** Writes the reason of a problem that was opened today as the whole day gives it. */
export async function restateReason(tx: EntityManager, { causeCode, product }: Series, reason: string): Promise<void> {
  await tx.query(
    `with problem_now as (
       update problem set reason = $3, version = version + 1
       where cause_code = $1 and product = $2 and status = 'open' and reason <> $3 returning id
     )
     update fix_task set reason = $3, version = version + 1 from problem_now where fix_task.problem_id = problem_now.id and fix_task.cycle = 1`,
    [causeCode, product, reason],
  );
}
