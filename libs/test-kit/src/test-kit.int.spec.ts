import { ComplaintClosed, ComplaintReopened } from '#libs/contracts';
import { handles, messagingMigrations, runWork } from '#libs/messaging';
import { serviceKitMigrations, type ServiceDatabase } from '#libs/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { deliver } from './deliver.js';
import { emitted } from './emitted.js';
import { freshDatabase, type FreshDatabase } from './fresh-database.js';

const database: ServiceDatabase = { schema: 'trial', tables: [], migrations: [...messagingMigrations, ...serviceKitMigrations] };

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(database);
});
afterAll(() => fresh?.drop());

const reopen = handles(ComplaintClosed, 'trial.reopen', async (work) => {
  work.emit(ComplaintReopened(ComplaintReopened.example));
});
const stumble = handles(ComplaintClosed, 'trial.stumble', () => Promise.reject(new Error('stumbled')));

it('gives every caller an empty database of its own, as the service role', async () => {
  const other = await freshDatabase(database);
  await fresh.db.query(`insert into idempotency_key (scope, key, request_hash, status) values ('a', 'b', 'c', 201)`);
  expect(await other.db.query('select count(*) as n from idempotency_key')).toEqual([{ n: 0 }]);
  expect(await other.db.query('select current_user as role, current_schema() as schema')).toEqual([{ role: 'redress_trial', schema: 'trial' }]);
  await other.drop();
});

it('delivers an event once per id, and shows what was emitted, in order', async () => {
  const id = uuidv7();
  const time = new Date('2021-03-09T16:40:00Z');
  await deliver(fresh.db, [reopen], ComplaintClosed(ComplaintClosed.example), { id, time });
  await deliver(fresh.db, [reopen], ComplaintClosed(ComplaintClosed.example), { id, time });
  await runWork(fresh.db, { actor: 'minji' }, async (work) => work.emit(ComplaintClosed(ComplaintClosed.example)));
  expect(await emitted(fresh.db)).toMatchObject([
    { type: ComplaintReopened.wireType, data: ComplaintReopened.example },
    { type: ComplaintClosed.wireType },
  ]);
  expect(await emitted(fresh.db, ComplaintClosed.wireType)).toHaveLength(1);
});

it('fails the test when a handler fails', async () => {
  const event = ComplaintClosed({ ...ComplaintClosed.example, complaintId: uuidv7() });
  await expect(deliver(fresh.db, [stumble], event)).rejects.toThrow('trial.stumble parked complaint.closed.v1: Error: stumbled');
  await deliver(fresh.db, [stumble], event, { mayPark: true });
});
