import type { DataSource, QueryRunner } from 'typeorm';
import type { Carried } from './transport/transport.js';

type Carry = (runner: QueryRunner, parts: readonly number[], after: readonly number[]) => Promise<Carried>;

/**
 * Carries half of the parts on a second connection, as another replica would: parts know nothing of each other, and the database
 * works on both halves at once. Rejects when either fails.
 */
export async function carryInHalves(
  db: DataSource,
  runner: QueryRunner,
  parts: readonly number[],
  after: readonly number[],
  carry: Carry,
): Promise<Carried> {
  const half = Math.ceil(parts.length / 2);
  const second = db.createQueryRunner();
  try {
    const outcomes = await Promise.allSettled([
      carry(runner, parts.slice(0, half), after.slice(0, half)),
      carry(second, parts.slice(half), after.slice(half)),
    ]);
    const carried = outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
    return { rows: carried.reduce((sum, { rows }) => sum + rows, 0), lastSeqs: new Map(carried.flatMap(({ lastSeqs }) => [...lastSeqs])) };
  } finally {
    await second.release();
  }
}
