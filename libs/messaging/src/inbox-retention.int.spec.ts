import { ComplaintAcknowledged } from '#libs/contracts';
import { waitFor } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { eventLogDatabase, type EventLogDatabase } from '../test/event-log-database.js';
import { notes } from '../test/note-service.js';
import { noting } from '../test/poison.js';
import { forgetWhatTheLogForgot } from './inbox-retention.js';
import { silentLog } from './log.js';
import { Messaging } from './messaging.js';
import { runWork } from './run-work.js';
import { InMemoryTransport } from './transport/memory.transport.js';
import { PostgresTransport } from './transport/postgres.transport.js';

const NAME = 'note.write-down';
const DAY_MS = 86_400_000;
const hears = { topics: ['intake.events'], handlers: [NAME] };
let database: EventLogDatabase;
let messaging: Messaging;
let forget: (now: Date) => Promise<number>;
beforeEach(async () => {
  database = await eventLogDatabase();
  const transport = new PostgresTransport(database.db, silentLog);
  messaging = new Messaging('note', database.db, transport, [noting()], silentLog);
  await messaging.start();
  forget = (now) => forgetWhatTheLogForgot(database.db, transport, hears, now);
  for (const second of ['1', '2'])
    await runWork(database.db, { actor: 'test' }, (work) =>
      Promise.resolve(
        work.emit(ComplaintAcknowledged({ complaintId: randomUUID(), channel: 'app', acknowledgedAt: `1970-01-01T00:00:0${second}.000Z` })),
      ),
    );
  await waitFor('both notes', async () => (await notes(database.db, NAME)).length === 2);
});
afterEach(async () => {
  await messaging.stop();
  await database.drop();
});

const after = (days: number): Date => new Date(Date.now() + days * DAY_MS);
const known = async (): Promise<number> => (await database.db.query('select * from inbox')).length;
const dropTheLog = (): Promise<unknown> => database.admin.query('delete from event_log.log');

it('I1 forgets nothing that the log may bring again, however old it is', async () => {
  expect([await forget(after(1_000)), await known()]).toEqual([0, 2]);
});

it('waits longer where the log keeps its records longer', async () => {
  await dropTheLog();
  await database.admin.query(
    `create table event_log.log_later partition of event_log.log for values from ('${after(50).toISOString()}') to (maxvalue)`,
  );
  await database.admin.query(
    `insert into event_log.log (topic, part, pos, key, headers, value, appended_at) values ('intake.events', 0, 9, 'k', '{}', '', $1)`,
    [after(60)],
  );
  expect([await forget(after(85)), await known()]).toEqual([0, 2]);
  expect([await forget(after(95)), await known()]).toEqual([2, 0]);
});

it('forgets what is old enough once the log has dropped it', async () => {
  await dropTheLog();
  expect([await forget(after(29)), await known()]).toEqual([0, 2]);
  expect([await forget(after(31)), await known()]).toEqual([2, 0]);
});

it('keeps what others have heard, and what was made after it was heard', async () => {
  await dropTheLog();
  await database.db.query(`insert into inbox (handler, event_id) values ('note.of-others', $1), ($2, 'ffffffff-ffff-4fff-8fff-ffffffffffff')`, [
    randomUUID(),
    NAME,
  ]);
  expect([await forget(after(31)), await known()]).toEqual([2, 2]);
});

it('forgets nothing for a log that does not say what it holds', async () => {
  expect(await forgetWhatTheLogForgot(database.db, new InMemoryTransport(), hears, after(1_000))).toBe(0);
});
