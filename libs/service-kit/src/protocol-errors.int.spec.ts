import type { StartedService } from '#libs/test-kit';
import { text } from 'node:stream/consumers';
import { connectTo, startGreetings } from '../test/greetings.module.js';

let greetings: StartedService;

beforeAll(async () => {
  greetings = await startGreetings({ REQUEST_TIMEOUT_MS: '300' });
});
afterAll(() => greetings?.stop());

/** Sends exactly these bytes, and reads until the other side closes. */
async function raw(bytes: string): Promise<{ status: number; headers: string; body: Record<string, unknown> }> {
  const socket = await connectTo(greetings);
  socket.write(bytes, 'latin1');
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), headers: head.toLowerCase(), body: JSON.parse(body) as Record<string, unknown> };
}

const POST = 'POST /v1/greetings HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n';

describe('what HTTP itself refuses is a problem as well, and the end of the connection', () => {
  it.each([
    ['a length and chunks at once', `${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`, 400, 'request.not-http'],
    ['two lengths', `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400, 'request.not-http'],
    ['a negative length', `${POST}Content-Length: -2\r\n\r\n{}`, 400, 'request.not-http'],
    ['a chunk that has no length', `${POST}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`, 400, 'request.not-http'],
    ['a NUL in a header', 'GET /v1/greetings HTTP/1.1\r\nHost: here\r\nX-A: a\0b\r\n\r\n', 400, 'request.not-http'],
    ['no request line', 'hello there\r\n\r\n', 400, 'request.not-http'],
    ['too many headers', `GET /v1/greetings HTTP/1.1\r\nHost: here\r\nX-A: ${'a'.repeat(17_000)}\r\n\r\n`, 431, 'request.headers-too-large'],
    ['an expectation', 'GET /v1/greetings HTTP/1.1\r\nHost: here\r\nExpect: miracles\r\n\r\n', 417, 'request.expectation'],
    ['headers that never end', 'GET /v1/greetings HTTP/1.1\r\nHost: here\r\n', 408, 'request.timeout'],
    ['a body that never ends', `${POST}Content-Length: 20\r\n\r\n{`, 408, 'request.timeout'],
  ])('%s', async (_, bytes, status, code) => {
    const answer = await raw(bytes);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatch(/content-type: application\/problem\+json/);
    expect(answer.headers).toMatch(/connection: close/);
    expect(answer.body).toMatchObject({ type: `urn:redress:problem:${code}`, status, code, title: expect.any(String), remedy: expect.any(String) });
    expect(answer.headers).toContain(String(answer.body.traceId));
  });

  it('waits for a stalled request about as long as REQUEST_TIMEOUT_MS says', async () => {
    const begun = performance.now();
    await raw(`${POST}Content-Length: 20\r\n\r\n{`);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('says what to do instead of leaving the documentation', async () => {
    const { status, body } = await raw('GET /docs/%2e%2e/%2e%2e/package.json HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n');
    expect([status, body.code, body.remedy]).toEqual([403, 'request.forbidden', 'See /docs for what may.']);
  });

  it('meets the expectation of 100-continue', async () => {
    const answer = await connectTo(greetings).then((socket) => {
      socket.write(`${POST}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`);
      return text(socket);
    });
    expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 201 /);
  });

  it('survives whoever sends nonsense and leaves', async () => {
    const socket = await connectTo(greetings);
    socket.write('hello there\r\n\r\n');
    socket.resetAndDestroy();
    expect((await greetings.request('GET', '/v1/greetings')).status).toBe(200);
  });
});
