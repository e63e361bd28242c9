import { startService, type StartedService } from '#libs/test-kit';
import { once } from 'node:events';
import { createServer, request as rawRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gatewaySettings } from '../src/gateway.config.js';
import { GatewayModule } from '../src/gateway.module.js';

/** The address of a service that is away. */
export const NOBODY_LISTENS = 'http://127.0.0.1:1';

/** What a service behind the gateway answers unless a test says otherwise. */
const fine: Echo['answer'] = (_, response) => response.writeHead(200, { 'content-type': 'application/json', etag: '"4"' }).end('{"fine":true}');

/** A service that tells what arrived; `answer` makes it behave otherwise. */
export interface Echo {
  url: string;
  arrived: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  server: Server;
}

/** Starts one that answers everything with the same. */
async function echo(): Promise<Echo> {
  const seen: Echo = {
    url: '',
    arrived: [],
    answer: fine,
    server: createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.arrived.push({ method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString() });
        seen.answer(request, response);
      });
    }),
  };
  seen.server.listen(0, '127.0.0.1');
  await once(seen.server, 'listening');
  seen.url = `http://127.0.0.1:${(seen.server.address() as AddressInfo).port}`;
  return seen;
}

/** The gateway before this one service; improvement is away. */
export const gatewayBefore = (upstream: Echo, env: Record<string, string> = {}): Promise<StartedService> =>
  startService(GatewayModule, {
    settings: gatewaySettings,
    env: {
      INTAKE_URL: upstream.url,
      ASSIGNMENT_URL: upstream.url,
      RESOLUTION_URL: upstream.url,
      IMPROVEMENT_URL: NOBODY_LISTENS,
      GATEWAY_UPSTREAM_TIMEOUT_MS: '300',
      ...env,
    },
  });

/** Sends exactly these bytes of a path, which fetch would tidy up. */
export async function raw(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body = '',
): Promise<{ status: number; headers: IncomingMessage['headers']; body: { code?: string } }> {
  const request = rawRequest(url, { path, method, headers });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode!, headers: response.headers, body: JSON.parse((await text(response)) || '{}') as { code?: string } };
}

/** An echo with the gateway before it for all tests of a file; every test begins with nothing arrived and an echo that is fine. */
export function bothStanding(): { readonly upstream: Echo; readonly gateway: StartedService } {
  const both = {} as { upstream: Echo; gateway: StartedService };
  beforeAll(async () => {
    both.upstream = await echo();
    both.gateway = await gatewayBefore(both.upstream);
  });
  afterAll(async () => {
    await both.gateway.stop();
    both.upstream.server.closeAllConnections();
    both.upstream.server.close();
  });
  beforeEach(() => {
    both.upstream.arrived = [];
    both.upstream.answer = fine;
  });
  return both;
}
