import net from 'node:net';

const FIRST = 15_000;
const LAST = 31_000;

/** Whether nobody listens on a port of this machine. */
export function isFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

const given = new Set();

/**
 * A free port below the range from which the system takes ports for outgoing connections: a service that is restarted finds its own port free
 * again. `wanted` is taken when it is free.
 */
export async function freePort(wanted) {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = tries === 0 && wanted ? wanted : FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`no free port between ${FIRST} and ${LAST}`);
}
