import { poisonOf } from './poison.js';
import { outcomeOf, type Of, type Outcome } from './trouble.js';
import type { UnderTest } from './under-test.js';

/** Puts a record into the log that somebody cannot apply. */
export async function poison(system: UnderTest, { what }: Of<'poison'>): Promise<Outcome> {
  const record = poisonOf(what);
  system.injected.keys.add(record.key);
  if (record.headers['ce_id']) system.injected.ids.add(record.headers['ce_id']);
  await system.log.append([record]);
  return 'done';
}

/** Puts the last records into the log once more. */
export async function duplicates(system: UnderTest, { share }: Of<'duplicates'>): Promise<Outcome> {
  const records = await system.log.read();
  await system.log.append(records.slice(-Math.min(200, Math.ceil(records.length * share))));
  return 'done';
}

/** A group forgets how far it was. */
export async function forgetOffsets(system: UnderTest, { service }: Of<'offsets'>): Promise<Outcome> {
  const handle = system.loop.services[service];
  const done = await system.alone(service, async () => {
    await handle.stop();
    await system.log.forgetPositions(service).catch(() => undefined); // a replica may still be a member
    void handle.start().catch(() => undefined);
  });
  return outcomeOf(done);
}
