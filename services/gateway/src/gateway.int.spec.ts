import { customerToken, token, waitFor, type StartedService } from '#libs/test-kit';
import { bothStanding, gatewayBefore, NOBODY_LISTENS } from '../test/echo.js';

const both = bothStanding();
const agent = token({ roles: ['agent'] });
const importer = token({ roles: ['importer'] });

describe('a service that does not answer', () => {
  it('and is away: 503 that says when to come back; the others work', async () => {
    const away = await both.gateway.request('GET', '/v1/metrics', { token: agent });
    expect([away.status, away.body.code, away.headers.get('retry-after')]).toEqual([503, 'service.unavailable', '2']);
    expect((await both.gateway.request('GET', '/v1/queue', { token: agent })).status).toBe(200);
  });

  it('and is too slow: 504', async () => {
    both.upstream.answer = (_, response) => void setTimeout(() => response.end(), 3_000).unref();
    const slow = await both.gateway.request('GET', '/v1/queue', { token: agent });
    expect([slow.status, slow.body.code, slow.headers.get('retry-after')]).toEqual([504, 'service.too-slow', '5']);
  });

  it('and breaks off: a read is tried once more, a write is not', async () => {
    both.upstream.answer = (request) => request.socket.destroy();
    expect((await both.gateway.request('GET', '/v1/queue', { token: agent })).status).toBe(503);
    expect(both.upstream.arrived).toHaveLength(2);
    expect((await both.gateway.request('POST', '/v1/complaints', { body: { text: 'x' } })).status).toBe(503);
    expect(both.upstream.arrived).toHaveLength(3);
  });

  it('is told by /readyz, which is unready only when nobody is there', async () => {
    expect(await both.gateway.request('GET', '/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { intake: 'ok', improvement: 'cannot be reached' } },
    });
    const alone = await gatewayBefore(both.upstream, { INTAKE_URL: NOBODY_LISTENS, ASSIGNMENT_URL: NOBODY_LISTENS, RESOLUTION_URL: NOBODY_LISTENS });
    expect((await alone.request('GET', '/readyz')).status).toBe(503);
    expect((await alone.request('GET', '/livez')).status).toBe(200);
    await alone.stop();
  });
});

it.each([
  [404, false], // nobody has begun
  [500, true],
  [503, true],
])('C11 a part that answers with %i is said to be missing: %s', async (status, isMissing) => {
  const step = { at: '2026-03-09T10:00:00.000Z', sentence: 'You told us what happened.' };
  const tracked = {
    ...{ reference: 'C-2026-12345-67895', kind: 'complaint', status: 'received', language: 'en', registeredAt: step.at, answerDueAt: null },
    ...{ lastStep: step, nextStep: 'We will write to you.', canWithdraw: true, timeline: [step], agentId: null },
  };
  const said: Record<string, [number, object]> = {
    '/internal/tracking-sessions': [200, { session: await customerToken({ complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01' }) }],
    '/v1/tracking': [200, tracked],
    '/v1/tracking/resolution': [status, {}],
  };
  both.upstream.answer = ({ url }, response) => {
    const [code, body] = said[url!]!;
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const { body } = await both.gateway.request('GET', '/v1/tracking', { headers: { 'tracking-token': 'A'.repeat(22) } });
  expect([body.reference, body.resolution, body.incomplete ?? false]).toEqual([tracked.reference, null, isMissing]);
});

it('finishes what it has begun before it stops', async () => {
  const leaving = await gatewayBefore(both.upstream);
  both.upstream.answer = (_, response) =>
    void setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{"fine":true}'), 150);
  const asked = leaving.request('GET', '/v1/queue', { token: agent });
  await waitFor('the request arrives', () => both.upstream.arrived.length === 1);
  const stopped = leaving.stop();
  const { status, body, headers } = await asked;
  expect([status, body, headers.get('connection')]).toEqual([200, { fine: true }, 'close']);
  await stopped;
});

describe('too much at once is a 429 that says how long to wait', () => {
  const limits = {
    GATEWAY_COMPLAINTS_PER_MINUTE: '2',
    GATEWAY_STAFF_PER_MINUTE: '3',
    GATEWAY_TRACKING_PER_MINUTE: '2',
    GATEWAY_REFUSALS_PER_MINUTE: '4',
  };
  let limited: StartedService;
  beforeEach(async () => (limited = await gatewayBefore(both.upstream, limits)));
  afterEach(() => limited.stop());

  const statuses = async (times: number, ...call: Parameters<StartedService['request']>): Promise<number[]> => {
    const seen = [];
    for (let time = 0; time < times; time += 1) {
      const answer = await limited.request(...call);
      seen.push(answer.status);
      if (answer.status === 429)
        expect([Number(answer.headers.get('retry-after')), answer.body.code]).toEqual([expect.any(Number), 'request.too-many']);
    }
    return seen;
  };

  it('for complaints without a token by address, while an importer goes on', async () => {
    expect(await statuses(4, 'POST', '/v1/complaints', { body: {} })).toEqual([200, 200, 429, 429]);
    expect(new Set(await statuses(50, 'POST', '/v1/complaints', { body: {}, token: importer }))).toEqual(new Set([200]));
  });

  it('for staff by person', async () => {
    expect(await statuses(4, 'GET', '/v1/queue', { token: agent })).toEqual([200, 200, 200, 429]);
    expect(await statuses(1, 'GET', '/v1/queue', { token: token({ roles: ['agent'], name: 'Somebody else' }) })).toEqual([200]);
  });

  it('for failed sign-ins by address, while those who may go on', async () => {
    expect(await statuses(6, 'GET', '/v1/queue', { token: 'a.b.c' })).toEqual([401, 401, 401, 401, 429, 429]);
    expect(await statuses(1, 'GET', '/v1/queue', { token: agent })).toEqual([200]);
  });

  it('for guessing at tracking tokens', async () => {
    both.upstream.answer = (_, response) => response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{}');
    expect(await statuses(3, 'GET', '/v1/tracking', { headers: { 'tracking-token': 'A'.repeat(22) } })).toEqual([404, 404, 429]);
  });
});
