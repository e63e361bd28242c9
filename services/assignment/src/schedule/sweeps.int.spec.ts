import { deliver, emitted, freshDatabase, type FreshDatabase } from '#libs/test-kit';
import type { DataSource } from 'typeorm';
import { aPolicy } from '../../test/builders.js';
import { closed, registered, withAgents, wrongLoads } from '../../test/seed.js';
import { canHandle, chooseAgent } from '../domain/choose-agent.js';
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
beforeAll(async () => ({ db } = fresh = await freshDatabase(assignmentDatabase)));
afterAll(() => fresh.drop());
beforeEach(() => db.query('truncate assignment, escalation, agent, team, outbox, inbox, parked'));

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
    expect(await db.query('select distinct level, due_at from escalation order by level')).toEqual([
      { level: 1, due_at: new Date('2026-03-10T01:00:00Z') }, // 12 working hours after Monday 10:00 in Seoul
      { level: 2, due_at: new Date('2026-03-10T05:00:00Z') },
    ]);
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

  it('C21 C22 serves exactly those whom the rule would serve: the query in front of it leaves nobody out', async () => {
    const skills = [[], ['*'], ['delivery'], ['membership', 'payment']];
    const languages = [['ko'], ['en', 'te'], ['ko', 'en']];
    const agents = Array.from({ length: 8 }, (_, n) => ({
      capacity: n % 4,
      available: n % 5 > 0,
      care: n % 3 === 0,
      skills: skills[n % 4],
      languages: languages[n % 3],
    }));
    const products = ['delivery', 'membership', 'refund'];
    const wanted = Array.from({ length: 36 }, (_, n) => ({
      product: products[n % 3],
      language: (['ko', 'en', 'te'] as const)[Math.floor(n / 3) % 3],
      needsCare: n % 4 === 0,
      historical: n % 9 === 0,
    }));
    for (const over of wanted) await deliver(db, handlers, registered(over)); // before there is anybody: all of them wait
    await withAgents(db, ...agents);
    expect(await sweepQueue(db)).toBeGreaterThan(5);

    const team = (await db.getRepository(AgentTable).find()).map((agent) => ({ ...agent, teamSkills: [] }));
    for (const assignment of await db.getRepository(AssignmentTable).find()) {
      const holder = team.find(({ id }) => id === assignment.agentId);
      if (holder) expect(canHandle(holder, assignment)).toBe(true);
      else expect(chooseAgent(team, assignment).agent).toBeNull();
    }
    const todaysWork = await db.query(
      `select a.id from agent a join assignment w on w.agent_id = a.id and not w.historical group by a.id having count(*) > a.capacity`,
    );
    expect(todaysWork).toEqual([]);
    expect(await wrongLoads(db)).toEqual([]);
  });
});
