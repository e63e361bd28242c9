import { ComplaintAcknowledged } from '#libs/contracts';
import { EVENT_TRANSPORT, MessagingModule, runWork } from '#libs/messaging';
import { DatabaseModule, ParkedEventsModule } from '#libs/service-kit';
import { startService, token, waitFor, type StartedService } from '#libs/test-kit';
import { Module } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { RefusingLog } from '../libs/messaging/test/refusing-log.js';
import { notesDatabase } from '../libs/service-kit/test/notes.module.js';

@Module({
  imports: [
    DatabaseModule.forService(notesDatabase),
    ParkedEventsModule.forService('notes'),
    MessagingModule.forService({ service: 'notes', hears: [] }),
  ],
})
class NotesModule {}

const log = new RefusingLog();
let notes: StartedService;
let admin: string;
beforeAll(async () => {
  notes = await startService(NotesModule, { database: notesDatabase, messaging: true });
  Object.assign(notes.app.get<object>(EVENT_TRANSPORT), { publisher: () => log.publisher() });
  admin = await token({ roles: ['admin'], name: 'Seo-yeon' });
});
afterAll(() => notes?.stop());
beforeEach(async () => {
  await notes.db.query('truncate outbox, outbox_parked, outbox_discarded, redrive_audit');
  log.refuses = () => 'MESSAGE_TOO_LARGE';
});

const get = (path: string, bearer: string | Promise<string> = admin) => notes.request('GET', `/v1/events/notes/${path}`, { token: bearer });
const post = (path: string, body: unknown) => notes.request('POST', `/v1/events/notes/refused/${path}`, { token: admin, body });
/** Emits two events of a new key, the first of which the log does not take. */
const refuse = async (): Promise<string> => {
  const key = randomUUID();
  await runWork(notes.app.get(DataSource), { actor: 'test' }, (work) => {
    for (const acknowledgedAt of ['2026-03-09T16:40:00Z', '2026-03-09T16:41:00Z'])
      work.emit(ComplaintAcknowledged({ complaintId: key, channel: 'app', acknowledgedAt }));
    return Promise.resolve();
  });
  await waitFor('the refusal', async () => (await get(`refused?key=${key}`)).body.items.length === 2);
  return key;
};
const sent = (key: string) => waitFor('nothing aside', async () => (await get(`refused?key=${key}`)).body.items.length === 0);

it('lists page by page, shows one, and says what flows', async () => {
  const keys = [await refuse(), await refuse()];
  const first = await get('refused?limit=1&state=refused');
  const second = await get(`refused?limit=1&state=refused&cursor=${first.body.nextCursor}`);
  expect([...first.body.items, ...second.body.items].map(({ key }: { key: string }) => key)).toEqual(keys);
  expect([second.body.nextCursor, first.body.items[0]]).toMatchObject([null, { reason: 'MESSAGE_TOO_LARGE', attempts: 1, behind: 1 }]);
  const shown = await get(`refused/${first.body.items[0].id}`);
  expect([shown.status, shown.body.headers.ce_sequence, JSON.parse(shown.body.value).complaintId]).toEqual([200, '1', keys[0]]);
  expect((await get('flow')).body.outbox).toEqual({ rows: 0, oldestSeconds: null, refused: 2, behind: 2 });
});

it('lets an event be sent again, in the name of whoever asked', async () => {
  const key = await refuse();
  log.refuses = () => undefined;
  expect((await post('redrives', { key, dryRun: true })).body).toEqual({ action: 'redrive', dryRun: true, events: 1, behind: 1 });
  const { status, body } = await post('redrives', { key, why: 'the limit is higher' });
  expect([status, body]).toEqual([200, { action: 'redrive', dryRun: false, events: 1, behind: 1 }]);
  await sent(key);
  expect(await notes.db.query('select queue, actor, action, why from redrive_audit')).toEqual([
    { queue: 'refused', actor: 'seo-yeon', action: 'redrive', why: 'the limit is higher' },
  ]);
});

it('gives one up: the stand-in and what waited behind it are sent, and then there is no such event', async () => {
  const key = await refuse();
  log.refuses = () => undefined;
  const [{ id }] = (await get(`refused?key=${key}`)).body.items;
  expect((await post('discards', { ids: [id], why: 'test' })).body).toMatchObject({ action: 'discard', events: 1, behind: 1 });
  await sent(key);
  const gone = await get(`refused/${id}`);
  expect([gone.status, gone.body.code]).toEqual([404, 'refused-event.not-found']);
});

it.each(['agent', 'supervisor', 'leader', 'importer'] as const)('is not for the role %s', async (role) => {
  const bearer = token({ roles: [role] });
  expect((await get('refused', bearer)).status).toBe(403);
  expect((await notes.request('POST', '/v1/events/notes/refused/discards', { token: bearer, body: { key: 'a', why: 'b' } })).status).toBe(403);
});

it.each([
  ['redrives', {}, '', 'custom'],
  ['redrives', { handler: 'notes.write-down' }, '/handler', 'unknown-field'],
  ['redrives', { ids: [] }, '/ids', 'too-small'],
  ['discards', { key: 'a' }, '/why', 'missing'],
])('POST %s %j is refused at "%s"', async (path, body, pointer, code) => {
  const answer = await post(path, body);
  expect([answer.status, answer.body.errors[0]]).toEqual([422, expect.objectContaining({ pointer, code })]);
});
