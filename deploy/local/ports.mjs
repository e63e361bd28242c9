import net from 'node:net';

const FIRST = 15_000;
const LAST = 31_000;

/** Why nobody can listen on a port of this machine, by the system's code; undefined when it is free. */
export function listenFault(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', ({ code }) => resolve(code));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

/** Where we reach whoever listens there; who listens on every address is reached on this machine's own. */
export function urlAt(port, host = '127.0.0.1') {
  const name = ['0.0.0.0', '::', 'localhost'].includes(host) ? '127.0.0.1' : host;
  return `http://${net.isIPv6(name) ? `[${name}]` : name}:${port}`;
}

const given = new Set();

/**
 * A free port below the range from which the system takes ports for outgoing connections: a service that is restarted finds its own port free
 * again. `wanted` is taken when it is free.
 */
export async function freePort(wanted) {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = tries === 0 && wanted ? wanted : FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (given.has(port) || (await listenFault(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`no free port between ${FIRST} and ${LAST}`);
}
