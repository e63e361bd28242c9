import type { StartedService } from '#libs/test-kit';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { connectTo, startGreetings } from '../test/greetings.module.js';
import { Lifecycle } from './lifecycle.js';

let greetings: StartedService;
beforeEach(async () => (greetings = await startGreetings()));
afterEach(() => greetings.stop());

it('answers end their connections from the signal to stop on, so that the next request takes another one', async () => {
  const connectionOf = async () => (await greetings.request('GET', '/v1/greetings')).headers.get('connection');
  const before = await connectionOf();
  greetings.app.get(Lifecycle).stopServing();
  expect([before, await connectionOf()]).toEqual(['keep-alive', 'close']);
});

it('a request that has reached us is answered, though the end of it comes while we stop', async () => {
  const socket = await connectTo(greetings);
  const server = greetings.app.getHttpServer() as NodeJS.EventEmitter;
  const accepted = once(server, 'request');
  socket.write('GET /v1/greetings HTTP/1.1\r\nHost: here\r\n\r\nGET /v1/greetings HTTP/1.1\r\n');
  await accepted;
  const stopped = greetings.stop();
  socket.write('Host: here\r\n\r\n');
  const answers = await text(socket);
  await stopped;
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
});
