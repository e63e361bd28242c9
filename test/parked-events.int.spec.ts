import { ComplaintAcknowledged } from '#libs/contracts';
import { handles, MessagingModule } from '#libs/messaging';
import { DatabaseModule, ParkedEventsModule } from '#libs/service-kit';
import { deliver, startService, token, waitFor, type StartedService } from '#libs/test-kit';
import { Module } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { notesDatabase } from '../libs/service-kit/test/notes.module.js';

let isBroken = true;
const onAcknowledged = handles(ComplaintAcknowledged, 'notes.write-down', async (work, { key }) => {
  if (isBroken) throw new Error('no');
  await work.tx.query(`insert into note (id, text, version, written_at) values ($1, $2, 1, now())`, [key, key]);
});

@Module({
  imports: [
    DatabaseModule.forService(notesDatabase),
    ParkedEventsModule.forService('notes'),
    MessagingModule.forService({ service: 'notes', hears: [onAcknowledged] }),
  ],
})
class NotesModule {}

let notes: StartedService;
let admin: string;
beforeAll(async () => {
  notes = await startService(NotesModule, { database: notesDatabase, messaging: true });
  admin = await token({ roles: ['admin'], name: 'Seo-yeon' });
});
afterAll(() => notes?.stop());
beforeEach(async () => {
  isBroken = true;
  await notes.db.query('truncate parked, redrive_audit');
});

const get = (path: string, bearer: string | Promise<string> = admin) => notes.request('GET', `/v1/events/notes/${path}`, { token: bearer });
const post = (path: string, body: unknown) => notes.request('POST', `/v1/events/notes/${path}`, { token: admin, body });
const park = async (): Promise<string> => {
  const key = randomUUID();
  await deliver(notes.db, [onAcknowledged], ComplaintAcknowledged({ ...ComplaintAcknowledged.example, complaintId: key }), { mayPark: true });
  return key;
};

it('lists page by page, shows one, and says what flows', async () => {
  const keys = [await park(), await park(), await park()];
  const first = await get('parked?limit=2&reason=failed');
  const second = await get(`parked?limit=2&reason=failed&cursor=${first.body.nextCursor}`);
  expect([...first.body.items, ...second.body.items].map(({ key }: { key: string }) => key)).toEqual(keys);
  expect(first.body.items[0]).toMatchObject({
    handler: 'notes.write-down',
    state: 'waiting',
    attempts: 1,
    ahead: 0,
    error: expect.stringMatching(/^Error at /),
  });
  const shown = await get(`parked/${first.body.items[0].id}`);
  expect([shown.status, shown.body.headers.ce_type, JSON.parse(shown.body.value).complaintId]).toEqual([
    200,
    ComplaintAcknowledged.wireType,
    keys[0],
  ]);
  expect((await get('flow')).body).toMatchObject({
    service: 'notes',
    outbox: { rows: 0 },
    parked: [{ reason: 'failed', events: 3, keys: 3 }],
    pausedBy: null,
  });
});

it('lets a key go on, in the name of whoever asked', async () => {
  const key = await park();
  isBroken = false;
  expect((await post('redrives', { key, dryRun: true })).body).toMatchObject({ dryRun: true, events: 1 });
  const { status, body } = await post('redrives', { key, why: 'mended' });
  expect([status, body]).toEqual([200, { action: 'redrive', dryRun: false, events: 1, keys: 1, blockedKeys: 0 }]);
  await waitFor('the note', async () => (await notes.db.query('select 1 from note where text = $1', [key])).length === 1);
  expect(await notes.db.query('select actor, action, why from redrive_audit')).toEqual([{ actor: 'seo-yeon', action: 'redrive', why: 'mended' }]);
});

it('gives one up, and then there is no such event', async () => {
  await park();
  const [{ id }] = (await get('parked')).body.items;
  expect((await post('discards', { ids: [id], why: 'test' })).body).toMatchObject({ action: 'discard', events: 1 });
  const gone = await get(`parked/${id}`);
  expect([gone.status, gone.body.code]).toEqual([404, 'parked-event.not-found']);
});

it.each(['agent', 'supervisor', 'leader', 'importer'] as const)('is not for the role %s', async (role) => {
  const bearer = token({ roles: [role] });
  expect((await get('parked', bearer)).status).toBe(403);
  expect((await notes.request('POST', '/v1/events/notes/discards', { token: bearer, body: { key: 'a', why: 'b' } })).status).toBe(403);
});

it.each([
  ['redrives', {}, '', 'custom'],
  ['redrives', { dryRun: true }, '', 'custom'],
  ['redrives', { reason: 'bored' }, '/reason', 'invalid-value'],
  ['redrives', { ids: [] }, '/ids', 'too-small'],
  ['redrives', { everything: true }, '/everything', 'unknown-field'],
  ['discards', { key: 'a' }, '/why', 'missing'],
])('POST %s %j is refused at "%s"', async (path, body, pointer, code) => {
  const refused = await post(path, body);
  expect([refused.status, refused.headers.get('content-type'), refused.body.errors[0]]).toEqual([
    422,
    expect.stringContaining('application/problem+json'),
    expect.objectContaining({ pointer, code }),
  ]);
});

it.each(['parked?limit=0', 'parked?reason=x', 'parked/0', 'parked/a'])('GET %s is refused', async (path) =>
  expect((await get(path)).status).toBe(422),
);
it('refuses a cursor of somebody else', async () => expect((await get('parked?cursor=x.y')).body.code).toBe('cursor.invalid'));
