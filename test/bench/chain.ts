import { besideFloor, floorAtRest, spread } from './beside-floor.js';
import { startFloor } from './floor.js';
import { figures } from './intake.js';
import { closedLoop, median, send, whenFound, type Answer, type LoadResult } from './load.js';
import { verdict, type BenchRun } from './loop-under-test.js';

const COMPILED_AFTER_SECONDS = 20;
// Enough that nobody asks again and again for a complaint that the loop has not assigned yet.
const AHEAD = 192;

/**
 * The whole life of a complaint, register → assigned by the loop → reply with the decision → close, against the floor's
 * insert, update, insert, update. Assignment happens behind the request, so each client registers some ahead and
 * replies to the oldest: what is counted are whole chains.
 */
export async function benchChain(run: BenchRun): Promise<void> {
  const floor = await startFloor(run.loop.databaseUrl);
  try {
    // As it is after a while, compiled, and with an assignment that has caught up with the registrations of other benches.
    await closedLoop({ connections: 32, seconds: COMPILED_AFTER_SECONDS }, chains(run));
    for (const connections of [8, 32]) {
      run.say(`\nChains of register → assign → reply → close, c=${connections}`);
      const whole = (): Promise<LoadResult> => closedLoop({ connections, seconds: run.seconds, warmUpSeconds: 4 }, chains(run));
      const { floor: base, 'whole chains': chain } = await besideFloor(
        floorAtRest(run, connections, floor.chains),
        { 'whole chains': whole },
        run.say,
      );
      run.say(`  floor: insert, update, insert, update   ${figures(base.usual)}`);
      run.say(
        `  the loop, whole chains                  ${figures(chain.usual)}  ${verdict(median(chain.ratios), 0.25, 0.5)}  ${spread(chain.ratios)}`,
      );
    }
  } finally {
    await floor.stop();
  }
}

function chains({ pools, authorization }: BenchRun): () => Promise<boolean> {
  const waiting: string[] = [];
  const headers = { authorization };
  const register = async (): Promise<void> => {
    const body = { channel: 'app', text: 'The soup was cold.', product: 'bench', category: 'quality', customer: { email: 'chain@example.org' } };
    const { status, body: answer } = await send(pools.intake, { method: 'POST', path: '/v1/complaints', headers, body });
    if (status === 201) waiting.push(answer.complaintId as string);
  };
  return async () => {
    await register();
    if (waiting.length < AHEAD) await register();
    const id = waiting.shift();
    if (!id) return false;
    const step = (path: string, body: object): Promise<Answer> =>
      whenFound(() => send(pools.resolution, { method: 'POST', path: `/v1/resolutions/${id}/${path}`, headers, body }));
    const proposed = await step('proposals', { decision: 'upheld', reasons: 'It came late and cold; we are sorry.', redress: [{ kind: 'apology' }] });
    const closed = await step('closure', { causeCode: 'cold-food' });
    return proposed.status < 300 && closed.status < 300;
  };
}
