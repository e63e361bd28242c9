import type { EntityManager } from 'typeorm';

/** The clock that all replicas share. */
export async function databaseTime(tx: EntityManager): Promise<Date> {
  const [row] = await tx.query(`select clock_timestamp() as now`);
  return row.now;
}
