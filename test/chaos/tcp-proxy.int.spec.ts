import { waitFor } from '#libs/test-kit';
import net from 'node:net';
import { TcpProxy } from './tcp-proxy.js';

/** Answers every word with the same word, and notes what it heard. */
class Echo {
  readonly heard: string[] = [];
  readonly server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      this.heard.push(data.toString());
      socket.write(data);
    });
  });
  async listen(): Promise<{ host: string; port: number }> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return { host: '127.0.0.1', port: (this.server.address() as net.AddressInfo).port };
  }
}

class Client {
  answers = '';
  isOver = false;
  readonly socket: net.Socket;
  constructor(port: number) {
    this.socket = net.connect({ host: '127.0.0.1', port });
    this.socket.on('data', (data) => (this.answers += data.toString()));
    this.socket.on('error', () => (this.isOver = true)).on('close', () => (this.isOver = true));
  }
  says(word: string): void {
    this.socket.write(word);
  }
  hears(word: string): Promise<unknown> {
    return waitFor(word, () => this.answers.includes(word));
  }
}

describe('a bad network', () => {
  let echo: Echo;
  let proxy: TcpProxy;
  const clients: Client[] = [];
  const connect = (): Client => {
    const client = new Client(proxy.port);
    clients.push(client);
    return client;
  };
  beforeEach(async () => {
    echo = new Echo();
    proxy = await TcpProxy.start(await echo.listen());
  });
  afterEach(async () => {
    for (const { socket } of clients.splice(0)) socket.destroy();
    await proxy.close();
    await new Promise((resolve) => echo.server.close(resolve));
  });

  it('passes everything on while it is well', async () => {
    const client = connect();
    client.says('one');
    await client.hears('one');
  });

  it('brings everything later and in order while it is slow', async () => {
    const client = connect();
    client.says('0');
    await client.hears('0');
    proxy.become({ kind: 'slow', ms: 60 });
    const begin = Date.now();
    for (const word of ['1', '2', '3']) client.says(word);
    await client.hears('123');
    expect(Date.now() - begin).toBeGreaterThanOrEqual(110);
    proxy.become({ kind: 'slow', ms: 1 });
    client.says('4');
    await client.hears('01234');
  });

  it('resets connections and refuses new ones while it is cut', async () => {
    const client = connect();
    client.says('one');
    await client.hears('one');
    proxy.become({ kind: 'cut' });
    await waitFor('the reset', () => client.isOver);
    const other = connect();
    await waitFor('the refusal', () => other.isOver);
    proxy.become({ kind: 'pass' });
    const third = connect();
    third.says('back');
    await third.hears('back');
  });

  it('does what is asked and loses the answer, and the connection with it', async () => {
    const client = connect();
    client.says('one');
    await client.hears('one');
    proxy.become({ kind: 'drop-responses' });
    client.says('done');
    await waitFor('the deed', () => echo.heard.join('').includes('done'));
    proxy.become({ kind: 'pass' });
    await waitFor('the reset', () => client.isOver);
    expect(client.answers).toBe('one');
  });

  it('says nothing at all while it is half-open', async () => {
    const client = connect();
    client.says('one');
    await client.hears('one');
    proxy.become({ kind: 'half-open' });
    client.says('lost');
    const witness = connect();
    await waitFor('another connection', () => !witness.socket.connecting);
    expect([client.isOver, witness.isOver, echo.heard.join('')]).toEqual([false, false, 'one']);
    proxy.become({ kind: 'pass' });
    await waitFor('the reset', () => client.isOver);
    expect(client.answers).toBe('one');
  });
});
