import { startService, token, waitFor, type StartedService } from '#libs/test-kit';
import { notesDatabase, NotesModule } from '../test/notes.module.js';

let notes: StartedService;
let agent: string;

beforeAll(async () => {
  notes = await startService(NotesModule, { database: notesDatabase });
  agent = await token({ roles: ['agent'] });
});
afterAll(() => notes?.stop());

const unknown = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01';

describe('bad input becomes problem+json with the right status', () => {
  it.each<[what: string, method: string, path: string, body: unknown, status: number, code: string, pointer?: string]>([
    ['no such route', 'GET', '/v1/nothing', undefined, 404, 'route.not-found'],
    ['an address that cannot be decoded', 'GET', '/v1/%E0%A4%A', undefined, 400, 'request.address-malformed'],
    ['an id that cannot be decoded', 'GET', '/v1/notes/%zz', undefined, 400, 'request.address-malformed'],
    ['a query that cannot be decoded', 'GET', '/v1/notes?cursor=%E0%A4%A', undefined, 400, 'request.address-malformed'],
    ['half a surrogate pair in a query', 'GET', '/v1/notes?cursor=%ed%a0%80', undefined, 400, 'request.address-malformed'],
    ['a method that nothing has', 'QUERY', '/v1/notes', undefined, 404, 'route.not-found'],
    ['broken JSON', 'POST', '/v1/notes', '{"text": ', 400, 'request.malformed'],
    ['prototype pollution', 'POST', '/v1/notes', '{"__proto__": {"x": 1}, "text": "a"}', 400, 'request.malformed'],
    ['too large a body', 'POST', '/v1/notes', { text: 'x'.repeat(300_000) }, 413, 'request.too-large'],
    ['an unknown field', 'POST', '/v1/notes', { text: 'a', colour: 'red' }, 422, 'request.invalid', '/colour'],
    ['an unknown field inside a list', 'POST', '/v1/notes', { text: 'a', tags: [{ name: 'b', 'x/y': 1 }] }, 422, 'request.invalid', '/tags/0/x~1y'],
    ['a wrong type', 'POST', '/v1/notes', { text: 7 }, 422, 'request.invalid', '/text'],
    ['a missing field', 'POST', '/v1/notes', {}, 422, 'request.invalid', '/text'],
    ['an array for an object', 'POST', '/v1/notes', [], 422, 'request.invalid', ''],
    ['null for an object', 'POST', '/v1/notes', 'null', 422, 'request.invalid', ''],
    ['empty text', 'POST', '/v1/notes', { text: '   ' }, 422, 'request.invalid', '/text'],
    ['long text', 'POST', '/v1/notes', { text: 'x'.repeat(201) }, 422, 'request.invalid', '/text'],
    ['control characters', 'POST', '/v1/notes', { text: 'a\u0000b' }, 422, 'request.invalid', '/text'],
    ['half a surrogate pair', 'POST', '/v1/notes', '{"text": "a\\ud800b"}', 422, 'request.invalid', '/text'],
    ['a date in the future', 'POST', '/v1/notes', { text: 'a', writtenAt: '2999-01-01T00:00:00Z' }, 422, 'request.invalid', '/writtenAt'],
    ['a date that is none', 'POST', '/v1/notes', { text: 'a', writtenAt: '2021-02-30T00:00:00Z' }, 422, 'request.invalid', '/writtenAt'],
    ['an id that is none', 'GET', '/v1/notes/seven', undefined, 422, 'request.invalid', ':id'],
    ['an unknown id', 'GET', `/v1/notes/${unknown}`, undefined, 404, 'note.not-found'],
    ['an unknown query', 'GET', '/v1/notes?sort=text', undefined, 422, 'request.invalid', '?sort'],
    ['too large a page', 'GET', '/v1/notes?limit=201', undefined, 422, 'request.invalid', '?limit'],
    ['a tampered cursor', 'GET', '/v1/notes?cursor=WyJhIl0.xxxxxxxxxxxxxxxxxxxxxx', undefined, 400, 'cursor.invalid'],
    ['an illegal transition', 'GET', '/v1/notes/refused/illegal', undefined, 409, 'lifecycle.illegal-transition'],
    ['a rule of the domain', 'GET', '/v1/notes/refused/invalid', undefined, 422, 'note.too-dull', '/text'],
    ['something that is not yours', 'GET', '/v1/notes/refused/forbidden', undefined, 403, 'note.not-yours'],
    ['a missing version', 'PATCH', `/v1/notes/${unknown}`, { text: 'a' }, 428, 'if-match.missing'],
    ['a bug of ours', 'GET', '/v1/notes/refused/unforeseen', undefined, 500, 'server.fault'],
  ])('%s', async (...[, method, path, body, status, code, pointer]) => {
    const answer = await notes.request(method, path, { token: agent, body });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toMatchObject({ type: `urn:redress:problem:${code}`, status, code, title: expect.any(String), detail: expect.any(String) });
    expect(answer.headers.get('traceparent')).toContain(answer.body.traceId);
    if (pointer !== undefined) expect(answer.body.errors[0].pointer).toBe(pointer);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret detail|node_modules|at .*\.ts/);
  });

  it('a wrong content type', async () => {
    const answer = await notes.request('POST', '/v1/notes', { token: agent, body: 'text=a', headers: { 'content-type': 'text/plain' } });
    expect([answer.status, answer.body.code]).toEqual([415, 'request.content-type']);
  });

  it('a form instead of JSON', async () => {
    const answer = await notes.request('POST', '/v1/notes', {
      token: agent,
      body: 'text=a',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([answer.status, answer.body.code]).toEqual([415, 'request.content-type']);
  });

  it('a compressed body', async () => {
    const answer = await notes.request('POST', '/v1/notes', { token: agent, body: { text: 'a' }, headers: { 'content-encoding': 'gzip' } });
    expect([answer.status, answer.body.code, answer.body.remedy]).toEqual([415, 'request.content-encoding', 'Send it without Content-Encoding.']);
    expect(answer.headers.get('accept-encoding')).toBe('identity');
  });

  it('a body that is not UTF-8, although JSON would be', async () => {
    const bytes = Buffer.concat([Buffer.from('{"text": "'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const headers = { authorization: `Bearer ${agent}`, 'content-type': 'application/json' };
    const answer = await fetch(`${notes.url}/v1/notes`, { method: 'POST', body: bytes, headers });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'request.malformed', detail: 'The body is not UTF-8.' }]);
  });

  it('takes an empty body for none, whatever its content type says', async () => {
    const answer = await notes.request('POST', '/v1/notes', { token: agent, body: '' });
    expect([answer.status, answer.body.errors[0]]).toEqual([422, { pointer: '', code: 'missing', detail: 'is missing' }]);
  });

  it('says which actions are allowed', async () => {
    const { body } = await notes.request('GET', '/v1/notes/refused/illegal');
    expect(body).toMatchObject({ allowed: ['archive'], remedy: 'Allowed now: archive.' });
  });

  it('a second thing with the same identity', async () => {
    await notes.request('POST', '/v1/notes', { token: agent, body: { text: 'unique' } });
    const answer = await notes.request('POST', '/v1/notes', { token: agent, body: { text: 'unique' } });
    expect([answer.status, answer.body.code]).toEqual([409, 'state.already-exists']);
  });

  it('a row that somebody else holds for too long', async () => {
    const { body: note } = await notes.request('POST', '/v1/notes', { token: agent, body: { text: 'held' } });
    const holder = notes.db.createQueryRunner();
    await holder.startTransaction();
    await holder.query('update note set version = 2 where id = $1', [note.id]);
    const answer = await notes.request('POST', `/v1/notes/${note.id}/lock`);
    await holder.rollbackTransaction();
    await holder.release();
    expect([answer.status, answer.body.code]).toEqual([409, 'state.busy']);
  });
});

describe('a good answer', () => {
  it('carries only what its schema names, and its version as ETag', async () => {
    const created = await notes.request('POST', '/v1/notes', { token: agent, body: { text: '  cafe\u0301\r\nau lait ' } });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({ id: expect.any(String), text: 'café\nau lait', version: 1, writtenAt: expect.stringMatching(/Z$/) });
    expect(created.headers.get('etag')).toBe('"1"');
  });

  it('of a write needs the version that was read', async () => {
    const { body: note } = await notes.request('POST', '/v1/notes', { token: agent, body: { text: 'first' } });
    const change = (ifMatch: string | undefined, who: string | Promise<string> = agent) =>
      notes.request('PATCH', `/v1/notes/${note.id}`, {
        token: who,
        body: { text: 'second' },
        headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
      });
    expect((await change('"7"')).status).toBe(412);
    expect((await change('7')).status).toBe(400);
    const changed = await change('"1"');
    expect([changed.status, changed.body.version, changed.headers.get('etag')]).toEqual([200, 2, '"2"']);
    expect((await change('"1"')).body.code).toBe('version.stale');
    expect((await change(undefined, token({ roles: ['importer'], name: 'Import' }))).body.version).toBe(3);
  });

  it('of a list leads through all of it', async () => {
    const seen: string[] = [];
    let cursor = '';
    await waitFor('the last page', async () => {
      const { body } = await notes.request('GET', `/v1/notes?limit=2${cursor}`, { token: agent });
      seen.push(...body.items.map((note: { id: string }) => note.id));
      cursor = `&cursor=${body.nextCursor}`;
      return body.nextCursor === null;
    });
    const { body: all } = await notes.request('GET', '/v1/notes?limit=200', { token: agent });
    expect(seen).toEqual(all.items.map((note: { id: string }) => note.id));
  });
});

describe('beside the API', () => {
  it('says that it lives and is ready', async () => {
    expect((await notes.request('GET', '/livez')).body).toEqual({ status: 'ok' });
    expect((await notes.request('GET', '/readyz')).body).toEqual({ status: 'ok', checks: { process: 'ok', database: 'ok' } });
  });

  it('is unready while a migration is pending', async () => {
    const other = await startService(NotesModule, { database: notesDatabase });
    await other.db.query(`delete from migration where name like 'Note%'`);
    const { status, body } = await other.request('GET', '/readyz');
    expect([status, body.checks.database]).toEqual([503, 'migrations are pending']);
    await other.stop();
  });

  it('measures requests by route, not by address', async () => {
    await notes.request('GET', `/v1/notes/${unknown}?name=Minji`, { token: agent });
    const { body } = await notes.request('GET', '/metrics');
    expect(body).toMatch(/redress_http_request_duration_seconds_count\{method="GET",route="\/v1\/notes\/:id",status="404"\}/);
    expect(body).not.toContain('Minji');
  });

  it('documents itself in OpenAPI 3.1', async () => {
    const { body } = await notes.request('GET', '/docs-json');
    const patch = body.paths['/v1/notes/{id}'].patch;
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(patch.responses)).toEqual(expect.arrayContaining(['200', '401', '403', '404', '409', '412', '422', '428']));
    expect(patch.responses['200'].content['application/json'].schema.properties.writtenAt).toEqual({ type: 'string', format: 'date-time' });
    expect(patch.requestBody.content['application/json'].schema).toMatchObject({ required: ['text'], additionalProperties: false });
    expect(patch.parameters.map((parameter: { name: string }) => parameter.name)).toEqual(['id', 'If-Match', 'Effective-At']);
    expect(body.paths['/v1/notes'].get.parameters.map((parameter: { name: string }) => parameter.name)).toEqual(['limit', 'cursor']);
    expect((await notes.request('GET', '/docs')).status).toBe(200);
  });
});
