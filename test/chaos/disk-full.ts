import { setTimeout as sleep } from 'node:timers/promises';
import { outcomeOf, type Of, type Outcome } from './trouble.js';
import { isAlive, type UnderTest } from './under-test.js';
import { untilDone } from './until-done.js';

// More than there is room for, and gone with its session.
const TOO_MUCH = `create temporary table too_much as select repeat(md5(n::text), 200) as filler from generate_series(1, 20000) as n`;

/** The disk of the database is full for a while; done when the database said so. */
export async function fillDisk(system: UnderTest, { ms }: Of<'disk-full'>): Promise<Outcome> {
  const { disk } = system;
  if (!disk) return 'not possible here';
  let wasRefused = false;
  const done = await system.alone('postgres', async () => {
    await disk.fill();
    try {
      wasRefused = await system
        .asAdmin((client) => client.query(TOO_MUCH))
        .then(
          () => false,
          (error: { code?: string }) => error.code === '53100' || error.code === undefined, // no code: it fell over
        );
      await sleep(ms);
    } finally {
      disk.free();
    }
    await untilDone(async () => {
      // It gives up when there is no room even for its own log.
      if (!isAlive(system.servers.postgres.pid!)) await system.servers.postgres.start();
      await system.asAdmin((client) => client.query('select 1'));
    });
  });
  return done && !wasRefused ? 'not reached' : outcomeOf(done);
}
