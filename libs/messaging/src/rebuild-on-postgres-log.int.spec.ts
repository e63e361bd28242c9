import { ComplaintAcknowledged } from '#libs/contracts';
import { waitFor } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { eventLogDatabase, type EventLogDatabase } from '../test/event-log-database.js';
import { notes } from '../test/note-service.js';
import { noting } from '../test/poison.js';
import { silentLog } from './log.js';
import { Messaging } from './messaging.js';
import { Rebuild } from './rebuild.js';
import { runWork } from './run-work.js';
import { PostgresTransport } from './transport/postgres.transport.js';

const NAME = 'note.write-down';
let database: EventLogDatabase;
let messaging: Messaging;
let transport: PostgresTransport;
let rebuild: () => Promise<boolean>;
beforeEach(async () => {
  database = await eventLogDatabase();
  messaging = new Messaging('note', database.db, new PostgresTransport(database.db, silentLog), [noting()], silentLog);
  await messaging.start();
  const pool = await database.anotherPool();
  transport = new PostgresTransport(pool, silentLog);
  const projection = { name: 'note.notes', handlers: [noting()], reset: async () => void (await pool.query('delete from note')) };
  rebuild = () => new Rebuild('note', pool, transport, projection, silentLog).run('minji', () => undefined);
  const key = randomUUID();
  for (const acknowledgedAt of ['1970-01-01T00:00:00.001Z', '1970-01-01T00:00:00.002Z'])
    await runWork(database.db, { actor: 'test' }, (work) =>
      Promise.resolve(work.emit(ComplaintAcknowledged({ complaintId: key, channel: 'app', acknowledgedAt }))),
    );
  await waitFor('both notes', async () => (await notes(database.db, NAME)).length === 2);
});
afterEach(async () => {
  await transport.close();
  await messaging.stop();
  await database.drop();
});

it('leaves nobody behind for whom days of the log would be kept', async () => {
  expect(await rebuild()).toBe(true);
  const { rows } = await database.admin.query('select distinct group_id from event_log.log_offset');
  expect([rows, await notes(database.db, NAME)]).toEqual([[{ group_id: 'note' }], ['1', '2']]);
});

it('is refused before anything is emptied when the log no longer has its first days', async () => {
  await database.admin.query('delete from event_log.log where pos = 1');
  await expect(rebuild()).rejects.toThrow('note.notes would lose what it knows: the log no longer has the first 1 records of intake.events');
  expect([await notes(database.db, NAME), await database.db.query('select * from rebuild')]).toEqual([['1', '2'], []]);
});

it('is refused also when the first days go while it waits for slices that run', async () => {
  const slice = database.db.createQueryRunner();
  await slice.startTransaction();
  await slice.query('select * from rebuild');
  const refused = rebuild().catch(String);
  const isWaiting = async () => (await slice.query(`select 1 from pg_locks where relation = 'rebuild'::regclass and not granted`)).length > 0;
  await waitFor('the rebuild to wait for the slice', isWaiting);
  await database.admin.query('delete from event_log.log where pos = 1');
  await slice.commitTransaction();
  await slice.release();
  expect(await refused).toMatch('note.notes would lose what it knows');
  expect([await notes(database.db, NAME), await database.db.query('select * from rebuild')]).toEqual([['1', '2'], []]);
});

it('is finished even so when it had begun before they went', async () => {
  await database.db.query(`insert into rebuild (projection, actor) values ('note.notes', 'minji')`);
  await database.admin.query('delete from event_log.log where pos = 1');
  expect([await rebuild(), await database.db.query('select * from rebuild')]).toEqual([true, []]);
});
