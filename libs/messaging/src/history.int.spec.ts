import { ComplaintAcknowledged, ComplaintWithdrawn } from '#libs/contracts';
import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { noteDatabase } from '../test/note-service.js';
import { Consumer } from './consumer.js';
import { handles } from './handles.js';
import { keepHistory, prepareHistory } from './history.js';
import { silentLog } from './log.js';
import { readOutbox, toRecord } from './outbox.js';
import { runWork } from './run-work.js';

const DEVELOPMENT = { AUTH_DEVELOPMENT_ISSUER: 'on' };
const key = randomUUID();
const said = ComplaintAcknowledged({ complaintId: key, channel: 'app', acknowledgedAt: new Date(0).toISOString() });
const answer = ComplaintWithdrawn({ complaintId: key, withdrawnAt: new Date(0).toISOString() });
const tables = async (): Promise<unknown> => (await fresh.db.query(`select to_regclass('history') as found`))[0].found;

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());

describe('the history of a fault run', () => {
  it('leaves no trace unless it is switched on', async () => {
    await prepareHistory(fresh.db, DEVELOPMENT);
    await runWork(fresh.db, { actor: 'test' }, async (work) => work.emit(said));
    expect(await tables()).toBeNull();
    await fresh.db.query('truncate outbox, aggregate_head');
  });

  it('is refused where strangers cannot sign tokens for themselves', async () => {
    keepHistory();
    await expect(prepareHistory(fresh.db, {})).rejects.toThrow('HISTORY=on is for fault runs only');
  });

  it('notes what is emitted and what is applied, with its cause, in the transaction of the effect', async () => {
    await prepareHistory(fresh.db, DEVELOPMENT);
    const failing = runWork(fresh.db, { actor: 'test' }, async (work) => {
      work.emit(said);
      await work.tx.query('select no_such_column');
    });
    await expect(failing).rejects.toThrow('no_such_column');
    await runWork(fresh.db, { actor: 'test' }, async (work) => work.emit(said));
    const runner = fresh.db.createQueryRunner();
    const records = (await readOutbox(runner, [0, 1, 2, 3], 10)).map((row, i) => ({ ...toRecord(row), partition: 0, offset: String(i) }));
    await runner.release();
    const react = handles(ComplaintAcknowledged, 'note.react', async (work) => work.emit(answer));
    await new Consumer(fresh.db, [react], silentLog).apply([...records, ...records]);

    const rows = await fresh.db.query('select kind, key, source, sequence, event_id, handler, cause from history order by seq');
    const [first] = records.map(({ headers }) => headers['ce_id']);
    expect(rows).toEqual([
      { kind: 'emitted', key, source: '/redress/note', sequence: 1, event_id: first, handler: null, cause: null },
      { kind: 'applied', key, source: '/redress/note', sequence: 1, event_id: first, handler: 'note.react', cause: null },
      { kind: 'emitted', key, source: '/redress/note', sequence: 2, event_id: expect.any(String), handler: null, cause: first },
    ]);
  });
});
