import { setTimeout as wait } from 'node:timers/promises';
import { send } from './load.js';
import { EVENT_SERVICES, type BenchRun } from './loop-under-test.js';

const LOOK_EVERY_MS = 500;

/** Events of the whole loop that somebody has yet to send or to apply. */
export async function eventsUnderway({ pools, authorization }: BenchRun): Promise<number> {
  const each = EVENT_SERVICES.map(async (service) => {
    const flow = { method: 'GET', path: `/v1/events/${service}/flow`, headers: { authorization } } as const;
    const { status, body } = await send(pools[service], flow);
    if (status !== 200 || !body.logAnswers) throw new Error(`${service} does not say what flows: ${status}`);
    return (body.lag as { lag: number }[]).reduce((sum, { lag }) => sum + lag, body.outbox.rows as number);
  });
  return (await Promise.all(each)).reduce((sum, events) => sum + events, 0);
}

/** Resolves when the loop has caught up with everything, so that what is measured next does not pay for what went before. */
export async function settled(run: BenchRun): Promise<void> {
  while ((await eventsUnderway(run)) > 0) await wait(LOOK_EVERY_MS);
}
