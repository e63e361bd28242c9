import { waitFor, type StartedService } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { emptyIntake, registerAt, startIntake } from '../../test/counter.js';
import { OnePersonPerPhone1710000200000 } from '../store/migrations/1710000200000-one-person-per-phone.js';

let intake: StartedService;
beforeAll(async () => (intake = await startIntake()));
afterAll(() => intake.stop());
beforeEach(() => emptyIntake(intake));

const PHONE = '+821055550000';
const enter = (id: string, email: string | null, at: string) =>
  intake.db.query('insert into customer (id, email, phone, created_at) values ($1, $2, $3, $4)', [id, email, PHONE, at]);
const customers = () => intake.db.query('select id, email, phone from customer order by created_at');
const customersOfComplaints = async () =>
  ((await intake.db.query('select customer_id from complaint order by registered_at')) as { customer_id: string }[]).map((row) => row.customer_id);

it('whoever is entered with a telephone number and an e-mail address just now is the one who writes with the number alone', async () => {
  const [known, other] = [randomUUID(), intake.db.createQueryRunner()];
  await other.startTransaction();
  await other.query('insert into customer (id, email, phone) values ($1, $2, $3)', [known, 'ana@example.org', PHONE]);
  let isAnswered = false;
  const registering = registerAt(intake, { customer: { phone: PHONE } }).finally(() => (isAnswered = true));
  const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await waitFor('the second to meet the first', async () => isAnswered || (await intake.db.query(waits)).length > 0);
  await other.commitTransaction();
  await other.release();

  expect((await registering).status).toBe(201);
  expect(await customers()).toEqual([{ id: known, email: 'ana@example.org', phone: PHONE }]);
  expect(await customersOfComplaints()).toEqual([known]);
});

it('whoever was entered twice before this version is one person per telephone number after the migration', async () => {
  const migration = new OnePersonPerPhone1710000200000();
  const runner = intake.db.createQueryRunner();
  await migration.down(runner);
  const [first, alone, later] = [randomUUID(), randomUUID(), randomUUID()];
  await enter(first, 'ana@example.org', '2026-03-01T00:00:00Z');
  await enter(alone, null, '2026-03-02T00:00:00Z');
  await enter(later, 'ben@example.org', '2026-03-03T00:00:00Z');
  for (const id of [first, alone, later]) {
    const { body } = await registerAt(intake);
    await intake.db.query('update complaint set customer_id = $2 where id = $1', [body.complaintId, id]);
  }
  await migration.up(runner);
  await runner.release();

  expect(await customers()).toEqual([
    { id: first, email: 'ana@example.org', phone: PHONE },
    { id: later, email: 'ben@example.org', phone: null },
  ]);
  expect(await customersOfComplaints()).toEqual([first, first, later]);
});
