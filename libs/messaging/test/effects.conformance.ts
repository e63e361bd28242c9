import { ComplaintAcknowledged } from '#libs/contracts';
import { emitted, waitFor } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { handles } from '../src/handles.js';
import { silentLog } from '../src/log.js';
import { Messaging } from '../src/messaging.js';
import { runWork } from '../src/run-work.js';
import type { EventTransport } from '../src/transport/transport.js';
import { notes } from './note-service.js';

const HANDLER = 'note.write-down';
const WITHIN = { everyMs: 50 };

/** What a service's database must show at the end, whatever log its events went through: outbox, log, inbox and parking together. */
export function describeEffects(name: string, open: () => Promise<{ db: DataSource; transport: () => EventTransport }>): void {
  describe(`C55 over ${name} every effect is made once and in order`, () => {
    let db: DataSource;
    let transport: () => EventTransport;
    const replicas: Messaging[] = [];
    let poison: (key: string, value: number) => boolean = () => false;
    const writeDown = handles(ComplaintAcknowledged, HANDLER, async (work, { key, data }) => {
      const value = Date.parse(data.acknowledgedAt);
      if (poison(key, value)) throw new Error('poison');
      await work.tx.query('insert into note (handler, key, value) values ($1, $2, $3)', [HANDLER, key, String(value)]);
    });
    const start = async (): Promise<Messaging> => {
      const replica = new Messaging('note', db, transport(), [writeDown], silentLog);
      replicas.push(replica);
      await replica.start();
      return replica;
    };
    const emit = (complaintId: string, ...values: number[]): Promise<void> =>
      runWork(db, { actor: 'test' }, (work) => {
        for (const value of values) work.emit(ComplaintAcknowledged({ complaintId, channel: 'app', acknowledgedAt: new Date(value).toISOString() }));
        return Promise.resolve();
      });
    const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

    beforeAll(async () => ({ db, transport } = await open()));
    afterEach(async () => {
      await Promise.all(replicas.splice(0).map((replica) => replica.stop()));
    });

    it('I7 I8 a poisoned event stops its key only; when it is mended the key goes on in order', async () => {
      const [bad, ...good] = Array.from({ length: 6 }, () => randomUUID()) as [string, ...string[]];
      poison = (key, value) => key === bad && value === 2;
      await start();
      for (let value = 0; value < 6; value += 1) await Promise.all([bad, ...good].map((key) => emit(key, value)));
      for (const key of good) await waitFor('the other keys', async () => (await notes(db, HANDLER, key)).length === 6, WITHIN);
      await waitFor('the queue behind the poison', async () => (await parkedOf(db, bad)) === 4, WITHIN);
      expect(await notes(db, HANDLER, bad)).toEqual(upTo(2));
      poison = () => false;
      await db.query('update parked set next_at = now() where key = $1', [bad]);
      await waitFor('the mended key', async () => (await notes(db, HANDLER, bad)).length === 6, WITHIN);
      for (const key of [bad, ...good]) expect(await notes(db, HANDLER, key)).toEqual(upTo(6));
    }, 120_000);

    it('I2 I3 I5 once and in order while replicas come and go', async () => {
      const keys = Array.from({ length: 8 }, () => randomUUID());
      const staying = await start();
      for (let value = 0; value < 20; value += 1) {
        await Promise.all(keys.map((key) => emit(key, value)));
        if (value === 5) await start();
        if (value === 12) await staying.stop();
      }
      await waitFor('all effects', async () => (await sumOf(db, keys)) >= 160 && (await emitted(db)).length === 0, WITHIN);
      for (const key of keys) expect(await notes(db, HANDLER, key)).toEqual(upTo(20));
    }, 120_000);
  });
}

async function parkedOf(db: DataSource, key: string): Promise<number> {
  const [row] = (await db.query('select count(*)::int as n from parked where key = $1', [key])) as [{ n: number }];
  return row.n;
}

async function sumOf(db: DataSource, keys: readonly string[]): Promise<number> {
  const [row] = (await db.query('select count(*)::int as n from note where key = any($1)', [keys])) as [{ n: number }];
  return row.n;
}
