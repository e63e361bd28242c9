import pg from 'pg';
import { percentile, send, whenFound } from './load.js';
import type { BenchRun } from './loop-under-test.js';
import { settled } from './settle.js';

const PER_SECOND = 50;
// What is measured is no more exact than this, and looking more often would take the processor from what is looked at.
const LOOK_EVERY_MS = 4;

/** Milliseconds from the answer "closed" to the cause standing in the database, at 50 closings a second. */
export async function benchLoop(run: BenchRun): Promise<void> {
  const { pools, authorization, seconds, say } = run;
  const headers = { authorization };
  const total = PER_SECOND * Math.max(seconds, 20);
  say(`\nClosed → cause recorded, ${PER_SECOND} a second, ${total} complaints`);
  const decided = await decideAll(run, total);
  await settled(run);

  const closedAt = new Map<string, number>();
  const latencies: number[] = [];
  const watch = new pg.Client(run.loop.databaseUrl);
  await watch.connect();
  let watching = true;
  const watcher = (async () => {
    while (watching || closedAt.size > 0) {
      const open = [...closedAt.keys()];
      const { rows } = await watch.query<{ complaint_id: string }>(
        'select complaint_id from improvement.cause_record where complaint_id = any($1::uuid[])',
        [open],
      );
      const now = performance.now();
      for (const { complaint_id } of rows) {
        latencies.push(now - closedAt.get(complaint_id)!);
        closedAt.delete(complaint_id);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();

  const begin = performance.now();
  const closings = decided.map(async (id, i) => {
    await new Promise((resolve) => setTimeout(resolve, begin + (i * 1_000) / PER_SECOND - performance.now()));
    const { status } = await send(pools.resolution, {
      method: 'POST',
      path: `/v1/resolutions/${id}/closure`,
      headers,
      body: { causeCode: `cause-${i % 40}` },
    });
    if (status >= 300) throw new Error(`closing was refused with ${status}`);
    closedAt.set(id, performance.now());
  });
  await Promise.all(closings);
  watching = false;
  await watcher;
  await watch.end();
  say(
    `  p50 ${percentile(latencies, 0.5).toFixed(0)} ms (aim 25)  p99 ${percentile(latencies, 0.99).toFixed(0)} ms (aim 150)  of ${latencies.length}`,
  );
}

/** Registers complaints and proposes a decision for each, so that closing is the only step left. */
async function decideAll({ pools, authorization }: BenchRun, total: number): Promise<string[]> {
  const headers = { authorization };
  const decided: string[] = [];
  const one = async (): Promise<void> => {
    const complaint = { channel: 'app', text: 'The soup was cold.', product: 'bench', category: 'quality' };
    const { body } = await send(pools.intake, { method: 'POST', path: '/v1/complaints', headers, body: complaint });
    const id = body.complaintId as string;
    const proposal = { decision: 'upheld', reasons: 'It came late and cold; we are sorry.', redress: [{ kind: 'apology' }] };
    await whenFound(() => send(pools.resolution, { method: 'POST', path: `/v1/resolutions/${id}/proposals`, headers, body: proposal }));
    decided.push(id);
  };
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < total) {
      begun += 1;
      await one();
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return decided;
}
