import { setTimeout as wait } from 'node:timers/promises';
import { send } from './load.js';
import { EVENT_SERVICES, type BenchRun } from './loop-under-test.js';

const LOOK_EVERY_MS = 500;
const CATCHES_UP_WITHIN_MS = 300_000;
// A log that is busy may not answer in time once or twice.
const MOST_QUESTIONS = 10;

/** Events of the whole loop that somebody has yet to send or to apply. */
export async function eventsUnderway(run: BenchRun): Promise<number> {
  const each = await Promise.all(EVENT_SERVICES.map((service) => waitingIn(service, run)));
  return each.reduce((sum, events) => sum + events, 0);
}

async function waitingIn(service: (typeof EVENT_SERVICES)[number], { pools, authorization }: BenchRun): Promise<number> {
  for (let asked = 1; ; asked += 1) {
    const { status, body } = await send(pools[service], { method: 'GET', path: `/v1/events/${service}/flow`, headers: { authorization } });
    if (status !== 200) throw new Error(`${service} does not say what flows: ${status}`);
    if (body.logAnswers) return (body.lag as { lag: number }[]).reduce((sum, { lag }) => sum + lag, body.outbox.rows as number);
    if (asked === MOST_QUESTIONS) throw new Error(`the log does not tell ${service} how far it is behind`);
  }
}

/**
 * Resolves when the loop has caught up with everything, so that what is measured next does not pay for what went before; rejects when it
 * does not within minutes.
 */
export async function settled(run: BenchRun): Promise<void> {
  const until = performance.now() + CATCHES_UP_WITHIN_MS;
  for (let events = await eventsUnderway(run); events > 0; events = await eventsUnderway(run)) {
    if (performance.now() > until) throw new Error(`the loop does not catch up: ${events} events are still underway`);
    await wait(LOOK_EVERY_MS);
  }
}

/** Resolves when it is so; looks often, because what is measured ends then. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(5);
}
