import { customerToken, startService, TEST_ENV, token, type StartedService } from '#libs/test-kit';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose';
import { notesDatabase, NotesModule, OpenModule } from '../../test/notes.module.js';

const ISSUER = 'https://login.example';
const unknown = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01';
let notes: StartedService;
let keys: { privateKey: CryptoKey; publicKey: CryptoKey };
let strongerKeys: typeof keys;
let jwks: Server;

const signed = (
  claims: JWTPayload,
  { alg = 'RS256', typ = 'at+jwt', kid = 'k1', key = keys.privateKey as CryptoKey | Uint8Array } = {},
): Promise<string> =>
  new SignJWT({ iss: ISSUER, aud: 'redress', sub: 'minji', exp: Math.floor(Date.now() / 1_000) + 60, realm: { roles: ['agent'] }, ...claims })
    .setProtectedHeader({ alg, typ, kid })
    .sign(key);

/** The same token with another role written into it. */
function tampered(bearer: string): string {
  const [header, payload, signature] = bearer.split('.');
  const claims = Buffer.from(payload!, 'base64url').toString().replace('engineer', 'agent');
  return [header, Buffer.from(claims).toString('base64url'), signature].join('.');
}

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  strongerKeys = await generateKeyPair('RS512', { extractable: true });
  const published = [
    { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' },
    { ...(await exportJWK(strongerKeys.publicKey)), kid: 'k2', alg: 'RS512', use: 'sig' },
  ];
  jwks = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published })));
  await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
  const { port } = jwks.address() as AddressInfo;
  notes = await startService(NotesModule, {
    database: notesDatabase,
    env: { AUTH_ISSUER: ISSUER, AUTH_JWKS_URL: `http://127.0.0.1:${port}/`, AUTH_ROLES_CLAIM: 'realm.roles' },
  });
});
afterAll(async () => {
  jwks?.close();
  await notes?.stop();
});

const read = (bearer: string | Promise<string>) => notes.request('GET', '/v1/notes', { token: bearer });

it('lets an agent of the configured issuer in, and again without checking the signature', async () => {
  const bearer = await signed({});
  expect((await read(bearer)).status).toBe(200);
  expect((await read(bearer)).status).toBe(200);
});

describe('refuses with 401', () => {
  it.each<[what: string, make: () => string | Promise<string>, code: string]>([
    ['a subject that cannot be kept', () => signed({ sub: 'min\u0000ji' }), 'auth.token-invalid'],
    ['an expired token', () => signed({ exp: Math.floor(Date.now() / 1_000) - 60 }), 'auth.token-expired'],
    ['another issuer', () => signed({ iss: 'https://evil.example' }), 'auth.token-invalid'],
    ['another audience', () => signed({ aud: 'shop' }), 'auth.token-invalid'],
    ['a token without subject', () => signed({ sub: undefined }), 'auth.token-invalid'],
    ['a token that is no access token', () => signed({}, { typ: 'logout+jwt' }), 'auth.token-invalid'],
    ['an algorithm that is not configured', () => signed({}, { alg: 'RS512', kid: 'k2', key: strongerKeys.privateKey }), 'auth.token-invalid'],
    [
      'a shared secret in place of a key pair',
      () => signed({}, { alg: 'HS256', key: new TextEncoder().encode(TEST_ENV.TRACKING_SECRET) }),
      'auth.token-invalid',
    ],
    [
      'no signature at all',
      () => new UnsecuredJWT({ iss: ISSUER, aud: 'redress', sub: 'minji' }).setExpirationTime('1m').encode(),
      'auth.token-malformed',
    ],
    ['a tampered token', async () => tampered(await signed({ realm: { roles: ['engineer'] } })), 'auth.token-invalid'],
    ['an expired tracking session', () => customerToken({ complaintId: unknown, expiresIn: '-1m' }), 'auth.token-expired'],
    ['nonsense', () => 'a.b.c', 'auth.token-invalid'],
  ])('%s', async (_what, make, code) => {
    const answer = await read(make());
    expect([answer.status, answer.body.code]).toEqual([401, code]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('no token, and another scheme', async () => {
    const none = await notes.request('GET', '/v1/notes');
    expect([none.status, none.body.code, none.headers.get('www-authenticate')]).toEqual([401, 'auth.token-missing', 'Bearer']);
    expect((await notes.request('GET', '/v1/notes', { headers: { authorization: 'Basic YTpi' } })).body.code).toBe('auth.token-malformed');
  });
});

it('tells the wrong role (403) from no sign-in (401)', async () => {
  const answer = await read(token({ roles: ['engineer'] }));
  expect([answer.status, answer.body.code, answer.body.remedy]).toEqual([403, 'auth.not-allowed', 'Roles that may: agent.']);
});

it('believes the development issuer only while it is switched on', async () => {
  expect((await read(token({ roles: ['agent'] }))).status).toBe(200);
  const strict = await startService(NotesModule, { database: notesDatabase, env: { AUTH_DEVELOPMENT_ISSUER: 'off' } });
  expect((await strict.request('GET', '/v1/notes', { token: token({ roles: ['agent'] }) })).status).toBe(401);
  await strict.stop();
});

it('gives a tracking session the role customer and one complaint, and nobody else that role', async () => {
  const session = await notes.request('GET', '/v1/notes/me', { token: customerToken({ complaintId: unknown }) });
  expect(session.body).toMatchObject({ subject: `customer:${unknown}`, roles: ['customer'], complaintId: unknown, isImporter: false });
  expect((await notes.request('GET', '/v1/notes/me', { token: signed({ realm: { roles: ['customer'] }, complaintId: unknown }) })).status).toBe(403);
});

it('knows the caller and continues the trace', async () => {
  const trace = '0af7651916cd43dd8448eb211c80319c';
  const { body, headers } = await notes.request('GET', '/v1/notes/me', {
    token: token({ roles: ['agent', 'supervisor'], name: 'Min Ji' }),
    headers: { traceparent: `00-${trace}-b7ad6b7169203331-01`, 'x-request-id': 'import-row-17' },
  });
  expect(body).toMatchObject({ subject: 'min-ji', actor: 'min-ji', name: 'Min Ji', roles: ['agent', 'supervisor'], correlationId: 'import-row-17' });
  expect(body.traceparent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
  expect(headers.get('x-request-id')).toBe('import-row-17');
});

describe('Effective-At', () => {
  const create = (at: string, roles: ['importer'] | ['agent']) =>
    notes.request('POST', '/v1/notes', { token: token({ roles, name: 'Import' }), body: { text: `at ${at}` }, headers: { 'effective-at': at } });

  it('is the clock of an importer', async () => {
    const { status, body } = await create('2021-03-09T16:40:00+09:00', ['importer']);
    expect([status, body.writtenAt]).toEqual([201, '2021-03-09T07:40:00.000Z']);
  });

  it.each([
    ['2021-03-09T16:40:00Z', 'agent', 403, 'effective-at.not-allowed'],
    ['2999-03-09T16:40:00Z', 'importer', 400, 'effective-at.out-of-range'],
    ['0001-01-01T00:00:00Z', 'importer', 400, 'effective-at.out-of-range'],
    ['2026-02-30T00:00:00Z', 'importer', 400, 'effective-at.malformed'],
    ['2026-01-01T24:00:00Z', 'importer', 400, 'effective-at.malformed'],
    ['yesterday', 'importer', 400, 'effective-at.malformed'],
    ['2021-03-09', 'importer', 400, 'effective-at.malformed'],
  ] as const)('%s by %s is refused', async (at, role, status, code) => {
    const answer = await create(at, [role] as ['importer'] | ['agent']);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

it('does not start with a route of which nobody said who may call it', async () => {
  await expect(startService(OpenModule)).rejects.toThrow('@Allow is missing on OpenController.read');
});
