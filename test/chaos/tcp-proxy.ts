import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a link behaves; every way of it happens between real machines. */
export type LinkMode =
  | { kind: 'pass' }
  /** Every piece of data arrives so many milliseconds later, in order. */
  | { kind: 'slow'; ms: number }
  /** Connections are reset, new ones refused. */
  | { kind: 'cut' }
  /** Connections stay, nothing arrives any more, nobody is told. */
  | { kind: 'half-open' }
  /** Requests arrive and are done; their answers are lost. */
  | { kind: 'drop-responses' };

interface Link {
  client: net.Socket;
  server: net.Socket;
  /** It lost something: it must not be used again once the network is well. */
  isSpoilt: boolean;
}

/** Stands between clients and one server and makes the network between them as bad as asked. */
export class TcpProxy {
  mode: LinkMode = { kind: 'pass' };
  private readonly links = new Set<Link>();

  private constructor(
    private readonly listener: net.Server,
    private readonly target: { host: string; port: number },
  ) {
    listener.on('connection', (client) => this.join(client));
  }

  /** Listens on a port (a free one by default) for the server behind `target`. */
  static async start(target: { host: string; port: number }, port = 0): Promise<TcpProxy> {
    const listener = net.createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve, reject) => listener.once('error', reject).listen(port, '127.0.0.1', resolve));
    return new TcpProxy(listener, target);
  }

  get port(): number {
    return (this.listener.address() as net.AddressInfo).port;
  }

  /** From now on the network is like this; what was spoilt before is reset when it passes again. */
  become(mode: LinkMode): void {
    this.mode = mode;
    for (const link of this.links) {
      if (mode.kind === 'cut' || (mode.kind === 'pass' && link.isSpoilt)) reset(link);
    }
  }

  /** Resets all connections once; new ones pass. */
  resetAll(): void {
    for (const link of this.links) reset(link);
  }

  async close(): Promise<void> {
    this.resetAll();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private join(client: net.Socket): void {
    if (this.mode.kind === 'cut') return void client.resetAndDestroy();
    const server = net.connect(this.target);
    const link: Link = { client, server, isSpoilt: false };
    this.links.add(link);
    const over = (): void => {
      reset(link);
      this.links.delete(link);
    };
    for (const socket of [client, server]) socket.setNoDelay(true).on('error', over).on('close', over);
    this.pump(link, client, server, 'request');
    this.pump(link, server, client, 'response');
  }

  private pump(link: Link, from: net.Socket, to: net.Socket, direction: 'request' | 'response'): void {
    let last: Promise<unknown> = Promise.resolve();
    from.on('data', (data) => {
      const { mode } = this;
      if (mode.kind === 'half-open' || (mode.kind === 'drop-responses' && direction === 'response')) {
        link.isSpoilt = true;
        return;
      }
      if (link.isSpoilt) return; // what comes after a hole would be nonsense
      const wait = mode.kind === 'slow' ? mode.ms : 0;
      const arrival = wait > 0 ? sleep(wait) : undefined;
      if (!arrival && pending === 0) return void to.write(data);
      pending += 1;
      last = Promise.all([last, arrival]).then(() => {
        pending -= 1;
        if (!link.isSpoilt) to.write(data);
      });
    });
    let pending = 0;
    from.on('end', () => void last.then(() => to.end()));
    from.resume();
  }
}

function reset({ client, server }: Link): void {
  for (const socket of [client, server]) if (!socket.destroyed) socket.resetAndDestroy();
}
