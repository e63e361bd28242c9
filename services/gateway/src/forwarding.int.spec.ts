import { token } from '#libs/test-kit';
import { once } from 'node:events';
import { request as rawRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { bothStanding, raw } from '../test/echo.js';

const ID = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01';

const both = bothStanding();
const agent = token({ roles: ['agent'] });
const importer = token({ roles: ['importer'] });

describe('what goes on to a service', () => {
  it('is the request as it came: path, query, body, credentials, and what the services understand', async () => {
    const body = { text: '국이 식었어요' };
    const headers = { 'idempotency-key': 'k-1', 'if-match': '"3"', 'effective-at': '2021-03-09T10:00:00Z', 'x-request-id': 'story-0001' };
    const answer = await both.gateway.request('POST', `/v1/complaints/${ID}/withdrawal?a=1&b=%20`, { token: importer, body, headers });
    expect([answer.status, answer.body, answer.headers.get('etag'), answer.headers.get('x-request-id')]).toEqual([
      200,
      { fine: true },
      '"4"',
      'story-0001',
    ]);
    const [arrived] = both.upstream.arrived;
    expect(arrived).toMatchObject({ method: 'POST', url: `/v1/complaints/${ID}/withdrawal?a=1&b=%20`, body: JSON.stringify(body) });
    expect(arrived!.headers).toMatchObject({ ...headers, authorization: `Bearer ${await importer}`, 'content-type': 'application/json' });
    expect(arrived!.headers['traceparent']).toContain(answer.headers.get('traceparent')!.slice(3, 35));
  });

  it('is nothing of what a client claims about itself or the way', async () => {
    const lies = {
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'for=10.0.0.1',
      'x-real-ip': '10.0.0.1',
      'x-roles': 'admin',
      'x-http-method-override': 'DELETE',
      cookie: 'session=1',
      te: 'trailers',
      connection: 'x-internal, authorization',
      'x-internal': 'yes',
      authorization: `Bearer ${await agent}`,
    };
    expect((await raw(both.gateway.url, '/v1/complaints', lies)).status).toBe(200);
    const { headers } = both.upstream.arrived[0]!;
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': expect.stringContaining('127.0.0.1') as string,
    });
    for (const name of ['forwarded', 'x-real-ip', 'x-roles', 'x-http-method-override', 'cookie', 'te', 'x-internal'])
      expect(headers).not.toHaveProperty(name);
    expect(headers.authorization).toBe(lies.authorization);
  });

  it('passes answers on as they are, also those that refuse', async () => {
    both.upstream.answer = (_, response) =>
      response.writeHead(409, { 'content-type': 'application/problem+json' }).end('{"code":"complaint.already-withdrawn"}');
    const answer = await both.gateway.request('POST', `/v1/assignments/${ID}/take`, { token: agent });
    expect([answer.status, answer.body, answer.headers.get('content-type')]).toEqual([
      409,
      { code: 'complaint.already-withdrawn' },
      'application/problem+json',
    ]);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('carries the headers that keep a browser from misusing it', async () => {
    const { headers } = await both.gateway.request('GET', '/v1/complaints', { token: agent });
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect([headers.get('x-frame-options'), headers.get('referrer-policy'), headers.get('x-powered-by')]).toEqual([
      'SAMEORIGIN',
      'no-referrer',
      null,
    ]);
  });

  it.each<[what: string, headers: Record<string, string>]>([
    ['of no length', { 'content-length': '0' }],
    ['in no chunks', { 'transfer-encoding': 'chunked' }],
  ])('is no body at all when it is empty: %s', async (_, headers) => {
    const answer = await raw(both.gateway.url, '/v1/complaints', { 'content-type': 'application/json', ...headers }, 'POST');
    expect([answer.status, both.upstream.arrived[0]?.body, both.upstream.arrived[0]?.headers['content-length']]).toEqual([200, '', '0']);
    expect(both.upstream.arrived[0]!.headers).not.toHaveProperty('content-type');
  });

  it('is nothing about a body that a GET does not have', async () => {
    const headers = { authorization: `Bearer ${await agent}`, 'content-type': 'application/json', 'content-length': '2' };
    expect((await raw(both.gateway.url, '/v1/complaints', headers, 'GET', '{}')).status).toBe(200);
    expect(both.upstream.arrived[0]!.headers).not.toHaveProperty('content-length');
    expect(both.upstream.arrived[0]!.headers).not.toHaveProperty('content-type');
  });

  it.each([
    ['HTTP/1.1', 'Connection: close\r\n'],
    ['HTTP/1.0', ''],
  ])('over a connection that ends when the client says so: %s', async (version, connection) => {
    both.upstream.answer = (_, response) => response.writeHead(200, { connection: 'keep-alive, x-hop', 'x-hop': '1', 'x-end': '2' }).end('fine');
    const socket = connect(Number(new URL(both.gateway.url).port), '127.0.0.1');
    socket.write(`GET /v1/complaints ${version}\r\nHost: here\r\n${connection}Authorization: Bearer ${await agent}\r\n\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).toMatch(/\r\nx-end: 2\r\n/);
    expect(answer).not.toMatch(/\r\n(keep-alive|x-hop):/i);
  });

  it('answers HEAD where GET is possible', async () => {
    expect((await both.gateway.request('HEAD', '/v1/complaints', { token: agent })).status).toBe(200);
    expect(both.upstream.arrived[0]!.method).toBe('HEAD');
  });
});

describe('what does not go on', () => {
  afterEach(() => expect(both.upstream.arrived).toEqual([]));

  it.each([
    ['no token', 'GET', '/v1/complaints', {}, 401, 'auth.token-missing'],
    ['a token that is none', 'GET', '/v1/complaints', { headers: { authorization: 'Basic YTpi' } }, 401, 'auth.token-malformed'],
    ['a forged token', 'GET', '/v1/complaints', { token: agent.then((jwt) => `${jwt.slice(0, -3)}AAA`) }, 401, 'auth.token-invalid'],
    ['an expired token', 'GET', '/v1/complaints', { token: token({ roles: ['agent'], expiresIn: '-1h' }) }, 401, 'auth.token-expired'],
    ['a forged token on an open route', 'POST', '/v1/complaints', { token: 'a.b.c', body: {} }, 401, 'auth.token-invalid'],
    ['a role that may not', 'GET', '/v1/complaints', { token: token({ roles: ['engineer'] }) }, 403, 'auth.not-allowed'],
    ['no role at all', 'GET', '/v1/complaints', { token: token({ roles: [] }) }, 403, 'auth.not-allowed'],
    ['staff on the page of a customer', 'GET', '/v1/tracking', { token: agent }, 403, 'auth.not-allowed'],
    ['a customer on a page of staff', 'GET', '/v1/complaints', { headers: { 'tracking-token': 'A'.repeat(22) } }, 403, 'auth.not-allowed'],
    ['two credentials', 'GET', '/v1/tracking', { token: agent, headers: { 'tracking-token': 'A'.repeat(22) } }, 400, 'auth.two-credentials'],
    ['an unknown route', 'GET', '/v1/everything', { token: agent }, 404, 'route.not-found'],
    ['an internal route', 'POST', '/internal/tracking-sessions', { body: { token: 'A'.repeat(22) } }, 404, 'route.not-found'],
    ['another version', 'GET', '/v2/complaints', { token: agent }, 404, 'route.not-found'],
    [
      'another content type',
      'POST',
      '/v1/complaints',
      { body: 'channel=app', headers: { 'content-type': 'text/plain' } },
      415,
      'request.content-type',
    ],
    [
      'a form',
      'POST',
      '/v1/complaints',
      { body: 'channel=app', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'request.content-type',
    ],
    ['a compressed body', 'POST', '/v1/complaints', { body: '{}', headers: { 'content-encoding': 'gzip' } }, 415, 'request.content-encoding'],
    ['an address that cannot be decoded', 'GET', '/%zz', {}, 400, 'request.address-malformed'],
    ['an id that cannot be decoded', 'GET', '/v1/complaints/%zz', { token: agent }, 400, 'request.address-malformed'],
    ['a body of 257 KiB', 'POST', '/v1/complaints', { body: { text: 'x'.repeat(257 * 1024) } }, 413, 'request.too-large'],
  ] as const)('%s', async (_, method, path, request, status, code) => {
    const answer = await both.gateway.request(method, path, request);
    expect([answer.status, answer.body.code, answer.headers.get('content-type')]).toEqual([status, code, 'application/problem+json; charset=utf-8']);
    expect(answer.body.traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    ['/v1/complaints/..%2f..%2finternal%2ftracking-sessions'],
    [`/v1/complaints/%2e%2e/timeline`],
    ['/v1/complaints/../../internal/tracking-sessions'],
    ['/v1/complaints/a%00b'],
    ['/v1/complaints/a%0d%0ax:y'],
    ['//internal/tracking-sessions'],
    ['/v1//complaints'],
    ['/internal/tracking-sessions?/v1/complaints'],
  ])('a path that would lead elsewhere: %s', async (path) => {
    const answer = await raw(both.gateway.url, path, { authorization: `Bearer ${await agent}` });
    expect([answer.status, answer.body.code]).toEqual([404, 'route.not-found']);
  });

  it.each([
    ['DELETE', '/v1/complaints', 'POST, GET, HEAD'],
    ['PUT', `/v1/complaints/${ID}`, 'GET, HEAD'],
    ['OPTIONS', `/v1/agents/${ID}`, 'GET, PATCH, HEAD'],
    ['GET', '/v1/reviews', 'POST'],
    ['HEAD', '/v1/reviews', 'POST'],
    ['POST', '/v1/tracking', 'GET, HEAD'],
    ['TRACE', '/v1/complaints', 'POST, GET, HEAD'],
    ['PROPFIND', `/v1/complaints/${ID}`, 'GET, HEAD'],
    ['QUERY', '/v1/queue', 'GET, HEAD'],
    ['M-SEARCH', '/v1/queue', 'GET, HEAD'],
  ])('%s %s is a 405 that says what is possible', async (method, path, allow) => {
    const answer = await raw(both.gateway.url, path, {}, method);
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
  });

  it('a method that the whole API does not have, at an address that it does not have either', async () => {
    expect(await raw(both.gateway.url, '/v1/nothing', {}, 'PROPFIND')).toMatchObject({ status: 404, body: { code: 'route.not-found' } });
  });

  it('a body that never says how long it is, and is too long', async () => {
    const request = rawRequest(`${both.gateway.url}/v1/complaints`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    request.on('error', () => undefined);
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    for (let piece = 0; piece < 5; piece += 1) request.write('x'.repeat(64 * 1024));
    request.end();
    expect((await answered)[0].statusCode).toBe(413);
  });
});
