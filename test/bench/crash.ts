import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { send } from './load.js';
import type { BenchRun } from './loop-under-test.js';

const CREATES = 500;
const ROUNDS = 6;

/** kill -9 of intake in the middle of 500 creates by a client that repeats with its Idempotency-Keys; counts what went wrong. */
export async function benchCrash(run: BenchRun): Promise<void> {
  const db = new pg.Client(run.loop.databaseUrl);
  await db.connect();
  run.say(`\nkill -9 of intake in the middle of ${CREATES} creates, ${ROUNDS} times`);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const ids = await createAll(run, `crash-${randomUUID()}`, round);
    const counts = await whenQuiet(db, ids.channelPrefix);
    run.say(
      `  ${round}: killed after ${ids.killedAfter}; missing ${CREATES - counts.stored}, stored twice ${counts.doubled}, half-made ${counts.half}, events lost ${counts.lost}`,
    );
  }
  await db.end();
}

async function createAll({ loop, pools, authorization }: BenchRun, prefix: string, round: number) {
  let answered = 0;
  let killedAfter = 0;
  const killAt = 60 * round;
  const one = async (n: number): Promise<void> => {
    const request = {
      method: 'POST' as const,
      path: '/v1/complaints',
      headers: { authorization, 'idempotency-key': `${prefix}-${n}` },
      body: { channel: 'api', text: 'The soup was cold.', product: 'bench', orderNumber: `${prefix}-${n}` },
    };
    for (;;) {
      const answer = await send(pools.intake, request).catch(() => undefined);
      if (answer?.status === 201) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    answered += 1;
    if (answered === killAt) {
      killedAfter = answered;
      await loop.services['intake']!.kill('SIGKILL');
    }
  };
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < CREATES) await one(begun++);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return { channelPrefix: prefix, killedAfter };
}

/** Waits until intake has sent everything and assignment has heard it, then counts by order number. */
async function whenQuiet(db: pg.Client, prefix: string): Promise<{ stored: number; doubled: number; half: number; lost: number }> {
  const like = [`${prefix}-%`];
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { rows } = await db.query<{ stored: number; doubled: number; half: number; lost: number }>(
      `with mine as (select id, order_number from intake.complaint where order_number like $1)
       select (select count(distinct order_number) from mine)::int as stored,
         (select count(*) - count(distinct order_number) from mine)::int as doubled,
         (select count(*) from mine left join intake.aggregate_head h on h.aggregate_id = mine.id::text where h.last_sequence is distinct from 1)::int as half,
         (select count(*) from mine left join assignment.assignment a on a.complaint_id = mine.id where a.complaint_id is null)::int as lost`,
      like,
    );
    const counts = rows[0]!;
    if (counts.lost === 0 || Date.now() > deadline) return counts;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
