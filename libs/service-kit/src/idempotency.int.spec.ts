import { startService, token, type StartedService } from '#libs/test-kit';
import { notesDatabase, NotesModule } from '../test/notes.module.js';
import { forgetOldKeys } from './idempotency.js';

let notes: StartedService;
let agent: string;

beforeAll(async () => {
  notes = await startService(NotesModule, { database: notesDatabase });
  agent = await token({ roles: ['agent'] });
});
afterAll(() => notes?.stop());

const create = (text: string, key?: string, bearer: string | Promise<string> = agent) =>
  notes.request('POST', '/v1/notes', { token: bearer, body: { text }, headers: key === undefined ? {} : { 'idempotency-key': key } });
const count = async (text: string): Promise<number> => (await notes.db.query('select count(*) as n from note where text = $1', [text]))[0].n;

it('answers a repetition with the same status, body and ETag, and creates nothing', async () => {
  const first = await create('once', 'key-1');
  const second = await create('once', 'key-1');
  expect(first.status).toBe(201);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect([second.status, second.body]).toEqual([first.status, first.body]);
  expect([second.headers.get('idempotent-replayed'), second.headers.get('etag')]).toEqual(['true', '"1"']);
  expect(await count('once')).toBe(1);
});

it('keeps a status that is not the usual one', async () => {
  expect((await create('seen before', 'key-2')).status).toBe(200);
  expect((await create('seen before', 'key-2')).status).toBe(200);
});

it('refuses the same key with another body, and creates nothing', async () => {
  await create('one body', 'key-3');
  const other = await create('another body', 'key-3');
  expect([other.status, other.body.code]).toEqual([422, 'idempotency-key.reused']);
  expect(await count('another body')).toBe(0);
});

it('gives every person keys of their own', async () => {
  await create('by minji', 'key-4');
  expect((await create('by jiho', 'key-4', token({ roles: ['agent'], name: 'Jiho' }))).status).toBe(201);
});

it('stores nothing about a refused request, so that it may be repeated corrected', async () => {
  await create('taken');
  expect((await create('taken', 'key-5')).status).toBe(409);
  expect((await create('not taken', 'key-5')).status).toBe(201);
});

it('creates one thing when eight ask at the same moment', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => create('slow', 'key-6')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(await count('slow')).toBe(1);
});

it('says 409 when the first one is still at work after two seconds', async () => {
  const first = notes.db.createQueryRunner();
  await first.startTransaction();
  await first.query(`insert into idempotency_key (scope, key, request_hash, status) values ('minji POST /v1/notes', 'key-7', '', 201)`);
  const second = await create('still running', 'key-7');
  await first.rollbackTransaction();
  await first.release();
  expect([second.status, second.body.code, second.headers.get('retry-after')]).toEqual([409, 'idempotency-key.in-progress', '2']);
  expect(await count('still running')).toBe(0);
});

it('says of a new key that somebody else is at work when it waited for them, and does not blame the key', async () => {
  const somebody = notes.db.createQueryRunner();
  await somebody.startTransaction();
  await somebody.query('lock table note in exclusive mode');
  const first = await create('behind somebody', 'key-9');
  await somebody.rollbackTransaction();
  await somebody.release();
  expect([first.status, first.body.code]).toEqual([409, 'state.busy']);
  expect((await create('behind somebody', 'key-9')).status).toBe(201);
});

it('forgets a key after a day', async () => {
  const first = await create('first of two days', 'key-8');
  await notes.db.query(`update idempotency_key set created_at = now() - interval '23 hours' where key = 'key-8'`);
  expect((await create('first of two days', 'key-8')).body).toEqual(first.body);
  await notes.db.query(`update idempotency_key set created_at = now() - interval '25 hours' where key = 'key-8'`);
  const next = await create('second of two days', 'key-8');
  expect([next.status, next.body.id === first.body.id]).toEqual([201, false]);
  await notes.db.query(`update idempotency_key set created_at = now() - interval '25 hours'`);
  expect(await forgetOldKeys(notes.db)).toBeGreaterThan(0);
});

it.each(['', 'x'.repeat(256), 'a b'])('refuses the malformed key %j', async (key) => {
  expect((await create('malformed key', key)).status).toBe(400);
});
