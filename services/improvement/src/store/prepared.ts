import type { EntityManager } from 'typeorm';

/**
 * Runs a statement that Postgres plans once per connection: on the way of every closed complaint planning costs more than running.
 * Statements begun one after the other, without waiting, travel together and run in that order.
 */
export async function prepared<Row>(tx: EntityManager, name: string, text: string, values: unknown[]): Promise<Row[]> {
  if (!tx.queryRunner) throw new Error('a prepared statement needs a transaction');
  const client = (await tx.queryRunner.connect()) as {
    query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: Row[] }>;
  };
  const { rows } = await client.query({ name: `improvement-${name}`, text, values });
  return rows;
}

/** The values of many rows, one array per column, as `unnest` takes them. */
export function columnsOf<Row>(rows: readonly Row[], names: readonly (keyof Row)[]): unknown[][] {
  return names.map((name) => rows.map((row) => row[name]));
}
