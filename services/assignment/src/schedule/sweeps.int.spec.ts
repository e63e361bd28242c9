import { deliver, emitted, freshDatabase, type FreshDatabase } from '#libs/test-kit';
import type { DataSource } from 'typeorm';
import { aPolicy } from '../../test/builders.js';
import { closed, registered, withAgents, wrongLoads } from '../../test/seed.js';
import { hears } from '../handlers/index.js';
import { AgentTable } from '../store/agent.table.js';
import { AssignmentTable } from '../store/assignment.table.js';
import { assignmentDatabase } from '../store/database.js';
import { sweepOverdue } from './escalate-overdue.js';
import { sweepQueue } from './route-queue.js';

const policy = aPolicy();
const handlers = hears(policy);
const longAgo = { time: new Date('2026-03-09T01:00:00Z') };

let fresh: FreshDatabase;
let db: DataSource;
beforeEach(async () => ({ db } = fresh = await freshDatabase(assignmentDatabase)));
afterEach(() => fresh.drop());

describe('the sweep over what is overdue', () => {
  it('C20 I9 two replicas at the same moment escalate everything exactly once a level, and stop at the second', async () => {
    await withAgents(db, { capacity: 3 });
    for (let n = 0; n < 6; n += 1) await deliver(db, handlers, registered(), longAgo);

    await Promise.all([sweepOverdue(db, policy), sweepOverdue(db, policy)]);
    await sweepOverdue(db, policy);
    await Promise.all([sweepOverdue(db, policy), sweepOverdue(db, policy)]);
    expect(await sweepOverdue(db, policy)).toBe(0);

    const steps = await db.query(
      'select level, count(*)::int as count, count(distinct complaint_id)::int as complaints from escalation group by level order by level',
    );
    expect(steps).toEqual([
      { level: 1, count: 6, complaints: 6 },
      { level: 2, count: 6, complaints: 6 },
    ]);
    expect(await emitted(db, 'complaint.escalated.v1')).toHaveLength(12);
  });

  it('C19 leaves alone what is closed, not yet due, or imported for a past day', async () => {
    await withAgents(db, { capacity: 9 });
    const [done, past, soon] = [registered(), registered({ historical: true }), registered()];
    await deliver(db, handlers, done, longAgo);
    await deliver(db, handlers, closed(done.key), longAgo);
    await deliver(db, handlers, past, longAgo);
    await deliver(db, handlers, soon);
    expect(await sweepOverdue(db, policy)).toBe(0);
    expect(await emitted(db, 'complaint.escalated.v1')).toEqual([]);
  });
});

describe('the sweep over the queue', () => {
  it('C21 serves whoever waits although there is room', async () => {
    const [minji] = await withAgents(db, { capacity: 0 });
    const events = [registered(), registered(), registered()];
    for (const event of events) await deliver(db, handlers, event);
    expect(await sweepQueue(db)).toBe(0);
    await db.getRepository(AgentTable).update({ id: minji!.id }, { capacity: 2 }); // behind the commands' back

    expect(await Promise.all([sweepQueue(db), sweepQueue(db)])).toEqual(expect.arrayContaining([2, 0]));
    const rows = await db.getRepository(AssignmentTable).find({ order: { id: 'ASC' } });
    expect(rows.map(({ status }) => status)).toEqual(['assigned', 'assigned', 'queued']);
    expect(await wrongLoads(db)).toEqual([]);
  });
});
