import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, LoopUnreachable } from './http.js';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

it('sends nothing again once the telling is over', async () => {
  const asked = new Promise<void>((resolve) => {
    server = createServer((_, response) => {
      response.writeHead(503).end();
      resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { send, close } = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 1);
  const sent = send({ method: 'GET', path: '/v1/metrics' });
  await asked;
  const [outcome] = await Promise.allSettled([sent, close()]);
  expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(LoopUnreachable) });
});
