import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A kafkajs client that keeps its retries to itself: "coordinator is loading" in the first second is normal and nobody's concern. */
export async function quietKafka(brokers, access = {}) {
  process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
  const { default: kafkajs } = await import('kafkajs');
  return new kafkajs.Kafka({
    clientId: 'redress-set-up',
    brokers: brokers.split(','),
    ...access,
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 3_000,
    retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 40 },
  });
}

/** Waits until a broker truly answers, not only until its port is open; gives up at once when `stillRunning` says no. */
export async function brokerAnswers(brokers, stillRunning = () => true, withinMs = 60_000) {
  const until = Date.now() + withinMs;
  while (!(await isOpen(brokers.split(',')[0]))) {
    if (!stillRunning()) return;
    if (Date.now() > until) throw new Error(`no broker at ${brokers}`);
    await sleep(50);
  }
  const admin = (await quietKafka(brokers)).admin();
  try {
    for (;;) {
      try {
        await admin.connect();
        const { brokers: known } = await admin.describeCluster();
        if (known.length) return;
      } catch (error) {
        if (!stillRunning()) return;
        if (Date.now() > until) throw error;
      }
      await sleep(50);
    }
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

function isOpen(address) {
  const [host, port] = address.split(/:(?=\d+$)/);
  return new Promise((resolve) => {
    const socket = net.connect({ host, port: Number(port), timeout: 2_000 });
    const over = (open) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', over(true)).once('error', over(false)).once('timeout', over(false));
  });
}
