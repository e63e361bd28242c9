import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { intakeDatabase } from '../store/database.js';
import { Reopenings1710000100000 } from '../store/migrations/1710000100000-reopenings.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(intakeDatabase)));
afterAll(() => fresh.drop());

it('C17 what was reopened before this version knows its last reopening after the migration', async () => {
  const { db } = fresh;
  const [reopened, never] = [randomUUID(), randomUUID()];
  const runner = db.createQueryRunner();
  const migration = new Reopenings1710000100000();
  await migration.down(runner);
  for (const complaintId of [reopened, never]) await db.query('insert into handling (complaint_id) values ($1)', [complaintId]);
  const steps = [
    [reopened, 'reopened', '2026-03-02T03:00:00Z'],
    [reopened, 'reopened', '2026-04-02T03:00:00Z'],
    [reopened, 'closed', '2026-05-02T03:00:00Z'],
    [never, 'closed', '2026-05-02T03:00:00Z'],
  ];
  for (const [complaintId, step, at] of steps)
    await db.query('insert into timeline_entry (complaint_id, event_id, step, at) values ($1, $2, $3, $4)', [complaintId, randomUUID(), step, at]);
  await migration.up(runner);
  await runner.release();
  const rows: { complaint_id: string; reopened_at: Date | null }[] = await db.query('select complaint_id, reopened_at from handling');
  expect(new Map(rows.map((row) => [row.complaint_id, row.reopened_at]))).toEqual(
    new Map([
      [reopened, new Date('2026-04-02T03:00:00Z')],
      [never, null],
    ]),
  );
});
