import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { closedLoop, send, type Load, type LoadResult } from './load.js';

/** The bare server to compare with, in a process of its own. */
export interface Floor {
  /** Inserts only. */
  inserts(load: Load): Promise<LoadResult>;
  /** Insert, update, insert, update: what a chain writes at the very least; counted per chain. */
  chains(load: Load): Promise<LoadResult>;
  stop(): Promise<void>;
}

/** Starts the floor on the same database server as the loop. */
export async function startFloor(databaseUrl: string): Promise<Floor> {
  const child = fork(fileURLToPath(new URL('./floor-server.js', import.meta.url)), { env: { ...process.env, DATABASE_URL: databaseUrl } });
  const { address } = await new Promise<{ address: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { address: string }));
    child.once('exit', (code) => reject(new Error(`the floor ended with ${code}`)));
  });
  const pool = new Pool(address, { connections: 64 });
  const write = async (method: 'POST' | 'PATCH', id: string): Promise<boolean> =>
    (await send(pool, { method, path: '/rows', body: { id, text: 'The soup was cold.' } })).status < 300;
  return {
    inserts: (load) => closedLoop(load, () => write('POST', randomUUID())),
    chains: (load) =>
      closedLoop(load, async () => {
        const [one, two] = [randomUUID(), randomUUID()];
        return (await write('POST', one)) && (await write('PATCH', one)) && (await write('POST', two)) && (await write('PATCH', two));
      }),
    stop: async () => {
      await pool.close();
      child.disconnect();
    },
  };
}
