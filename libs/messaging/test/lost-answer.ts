import { dataSourceFor } from '#libs/service-kit';
import type { FreshDatabase } from '#libs/test-kit';
import net from 'node:net';
import type { DataSource } from 'typeorm';
import { noteDatabase } from './note-service.js';

/** A pool on a network that breaks once: just when the database tells that it has committed. */
export interface LosingPool {
  db: DataSource;
  close(): Promise<void>;
}

/** A pool of the note service to this database; the first answer to a COMMIT is lost, and its connection with it. */
export async function poolThatLosesAnAnswer({ url }: FreshDatabase): Promise<LosingPool> {
  const { hostname: host, port } = new URL(url);
  let isReady = false; // until the pool is open
  const listener = net.createServer((client) => {
    const server = net.connect({ host, port: Number(port) });
    client.on('error', () => server.destroy()).on('close', () => server.destroy());
    server.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.pipe(server);
    server.on('data', (data) => {
      if (!isReady || !data.includes('COMMIT\0')) return void client.write(data);
      isReady = false;
      client.destroy();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.host = `127.0.0.1:${(listener.address() as net.AddressInfo).port}`;
  const settings = { DATABASE_URL: through.href, DATABASE_POOL_SIZE: 5, DATABASE_STATEMENT_TIMEOUT_MS: 10_000 };
  const db = await dataSourceFor(noteDatabase, settings).initialize();
  isReady = true;
  const close = async (): Promise<void> => {
    await db.destroy();
    await new Promise((resolve) => listener.close(resolve));
  };
  return { db, close };
}
