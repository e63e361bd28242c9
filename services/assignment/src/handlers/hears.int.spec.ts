import { deliver, emitted, freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { aPolicy } from '../../test/builders.js';
import { closed, registered, reopened, withAgents, withdrawn, wrongLoads } from '../../test/seed.js';
import { AgentTable } from '../store/agent.table.js';
import { AssignmentTable } from '../store/assignment.table.js';
import { assignmentDatabase } from '../store/database.js';
import { PastWork1767225900000 } from '../store/migrations/1767225900000-past-work.js';
import { hears } from './index.js';

const handlers = hears(aPolicy());

let fresh: FreshDatabase;
let db: DataSource;
beforeAll(async () => ({ db } = fresh = await freshDatabase(assignmentDatabase)));
afterAll(() => fresh.drop());
beforeEach(() => db.query('truncate assignment, escalation, agent, team, outbox, inbox, parked'));
afterEach(async () => expect(await wrongLoads(db)).toEqual([]));

const rowsOf = (complaintId: string) => db.getRepository(AssignmentTable).find({ where: { complaintId }, order: { cycle: 'ASC' } });

describe('what assignment does when it hears of a complaint', () => {
  it('C21 gives it to an agent, with all that resolution needs to know, once even when told twice', async () => {
    const [minji] = await withAgents(db, { subject: 'minji' });
    const event = registered();
    const id = uuidv7();
    const time = new Date('2026-03-09T01:00:00.000Z');
    await deliver(db, handlers, event, { id, time });
    await deliver(db, handlers, event, { id, time });

    const { ruleVersion: _, acknowledgedAt: __, ...facts } = event.data;
    const told = { ...facts, agentId: minji!.id, agentSubject: 'minji', teamId: minji!.teamId, cycle: 1, how: 'routed' };
    expect(await emitted(db)).toEqual([
      expect.objectContaining({
        type: 'complaint.assigned.v1',
        key: event.key,
        data: { ...told, assignedAt: time.toISOString(), answerDueAt: '2026-03-10T01:00:00.000Z' },
      }),
    ]);
    expect(await rowsOf(event.key)).toMatchObject([{ status: 'assigned', agentId: minji!.id, how: 'routed' }]);
  });

  it('C21 puts it into the queue, saying why, when nobody can have it', async () => {
    await withAgents(db, { languages: ['en'], capacity: 0 });
    const nobodySuits = registered({ language: 'te' });
    const nobodyFree = registered({ language: 'en' });
    await deliver(db, handlers, nobodySuits);
    await deliver(db, handlers, nobodyFree);
    expect((await emitted(db, 'complaint.queued.v1')).map(({ key, data }) => [key, data['reason']])).toEqual([
      [nobodySuits.key, 'no-suitable-agent'],
      [nobodyFree.key, 'no-agent-available'],
    ]);
  });

  it('C7 praise needs nobody, and may still be withdrawn', async () => {
    await withAgents(db, {});
    const praise = registered({ kind: 'praise' });
    await deliver(db, handlers, praise);
    await deliver(db, handlers, withdrawn(praise.key));
    expect(await rowsOf(praise.key)).toMatchObject([{ status: 'ended', endedBecause: 'needs-nobody', agentId: null }]);
    expect(await emitted(db)).toEqual([]);
  });

  it('C21 of twenty registered at once, the agents get no more than they have room for, and the rest waits', async () => {
    await withAgents(db, { capacity: 5 }, { capacity: 3 }, { capacity: 4, available: false });
    await Promise.all(Array.from({ length: 20 }, () => deliver(db, handlers, registered())));
    const counts = await db.query(`select status, count(*)::int as count from assignment group by status order by status`);
    expect(counts).toEqual([
      { status: 'assigned', count: 8 },
      { status: 'queued', count: 12 },
    ]);
    const loads = await db.getRepository(AgentTable).find({ order: { capacity: 'ASC' } });
    expect(loads.map(({ openCount }) => openCount)).toEqual([3, 0, 5]);
  });

  it('past work is spread evenly over people who are full or away, and takes no room from today', async () => {
    await withAgents(db, { capacity: 1, available: false }, { capacity: 1 }, { capacity: 1 });
    await Promise.all(
      Array.from({ length: 9 }, () => deliver(db, handlers, registered({ historical: true }), { time: new Date('2021-05-03T04:00:00Z') })),
    );
    expect((await db.getRepository(AgentTable).find()).map(({ openCount }) => openCount)).toEqual([3, 3, 3]);
    expect((await emitted(db, 'complaint.assigned.v1')).map(({ data }) => data['assignedAt'])).toEqual(Array(9).fill('2021-05-03T04:00:00.000Z'));
  });

  it('past work that is still open takes no room from today', async () => {
    await withAgents(db, { capacity: 1 });
    const [past, today] = [registered({ historical: true }), registered()];
    await deliver(db, handlers, past, { time: new Date('2021-05-03T04:00:00Z') });
    await deliver(db, handlers, today);
    expect(await rowsOf(today.key)).toMatchObject([{ status: 'assigned' }]);
  });

  it('past work that was open before this version is counted by the migration', async () => {
    const [minji] = await withAgents(db, {});
    for (const historical of [true, false]) await deliver(db, handlers, registered({ historical }));
    const [runner, migration] = [db.createQueryRunner(), new PastWork1767225900000()];
    await migration.down(runner);
    await migration.up(runner);
    await runner.release();
    expect(await db.query('select past_count from agent where id = $1', [minji!.id])).toEqual([{ past_count: 1 }]);
  });

  it('closing frees the agent for what waits: the most pressing first, then the longest waiting', async () => {
    await withAgents(db, { capacity: 1 });
    const first = registered();
    const [normal, urgent, foreign] = [registered(), registered({ priority: 'urgent' }), registered({ priority: 'urgent', language: 'te' })];
    for (const event of [first, foreign, normal, urgent]) await deliver(db, handlers, event);
    await deliver(db, handlers, closed(first.key));
    expect(await rowsOf(first.key)).toMatchObject([{ status: 'ended', endedBecause: 'closed' }]);
    expect(await rowsOf(urgent.key)).toMatchObject([{ status: 'assigned', how: 'routed' }]);
    expect(await rowsOf(normal.key)).toMatchObject([{ status: 'queued' }]);
    await deliver(db, handlers, withdrawn(urgent.key));
    expect(await rowsOf(normal.key)).toMatchObject([{ status: 'assigned' }]);
    expect(await rowsOf(foreign.key)).toMatchObject([{ status: 'queued', queueReason: 'no-suitable-agent' }]);
  });

  it.each([
    ['closed', [closed, withdrawn]],
    ['withdrawn', [withdrawn, closed]],
  ] as const)('C8 C19 closing and withdrawing may come in any order: it ends once, as %s', async (because, order) => {
    await withAgents(db, {});
    const event = registered();
    await deliver(db, handlers, event);
    for (const tell of order) await deliver(db, handlers, tell(event.key));
    expect(await rowsOf(event.key)).toMatchObject([{ status: 'ended', endedBecause: because, nextEscalationAt: null }]);
  });

  it.each([
    ['before the closing', [withdrawn, closed, reopened]],
    ['between closing and reopening', [closed, withdrawn, reopened]],
    ['after the reopening', [closed, reopened, withdrawn]],
  ] as const)('C17 C19 taken back after a reopening, and heard %s: nobody works on the new cycle', async (_, order) => {
    const [minji] = await withAgents(db, {});
    const event = registered();
    await deliver(db, handlers, event, { time: new Date('2026-03-09T01:00:00Z') });
    const times = new Map<unknown, string>([
      [closed, '2026-03-09T02:00:00Z'],
      [reopened, '2026-03-09T03:00:00Z'],
      [withdrawn, '2026-03-09T04:00:00Z'],
    ]);
    for (const tell of order) await deliver(db, handlers, tell(event.key), { time: new Date(times.get(tell)!) });
    expect((await rowsOf(event.key)).map(({ cycle, status, nextEscalationAt }) => [cycle, status, nextEscalationAt])).toEqual([
      [1, 'ended', null],
      [2, 'ended', null],
    ]);
    expect(await db.query('select open_count from agent where id = $1', [minji!.id])).toEqual([{ open_count: 0 }]);
    expect(await wrongLoads(db)).toEqual([]);
  });

  it('C19 C20 an escalation of the same moment is kept by the end that waits for it', async () => {
    await withAgents(db, {});
    const event = registered();
    await deliver(db, handlers, event);
    const sweep = db.createQueryRunner();
    await sweep.startTransaction();
    await sweep.query('update assignment set escalation_level = 1 where complaint_id = $1', [event.key]);
    const ending = deliver(db, handlers, closed(event.key));
    const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await waitFor('the end to meet the escalation', async () => (await db.query(waits)).length > 0);
    await sweep.commitTransaction();
    await sweep.release();
    await ending;
    expect(await rowsOf(event.key)).toMatchObject([{ status: 'ended', escalationLevel: 1 }]);
  });

  it('waits for the registration when something else comes before it', async () => {
    const event = registered();
    await deliver(db, handlers, closed(event.key), { mayPark: true });
    expect(await db.query('select handler, key from parked')).toEqual([{ handler: 'assignment.end-closed', key: event.key }]);
  });

  it('C17 reopening starts a new cycle with the same agent and a new promise; both cycles are kept', async () => {
    const [minji] = await withAgents(db, { capacity: 1 }, { capacity: 9 });
    const event = registered();
    await deliver(db, handlers, event, { time: new Date('2026-03-09T01:00:00Z') });
    await deliver(db, handlers, closed(event.key), { time: new Date('2026-03-09T05:00:00Z') });
    const reopenedAt = new Date('2026-03-11T01:00:00Z');
    await deliver(db, handlers, reopened(event.key), { time: reopenedAt });
    await deliver(db, handlers, reopened(event.key), { time: reopenedAt });

    expect(await rowsOf(event.key)).toMatchObject([
      { cycle: 1, status: 'ended', endedBecause: 'closed', agentId: minji!.id },
      { cycle: 2, status: 'assigned', agentId: minji!.id, answerDueAt: new Date('2026-03-12T01:00:00Z'), product: 'membership' },
    ]);
    expect((await emitted(db, 'complaint.assigned.v1')).map(({ data }) => data['cycle'])).toEqual([1, 2]);
    await deliver(db, handlers, withdrawn(event.key), { time: new Date('2026-03-09T04:00:00Z') }); // said in the first cycle, heard in the second
    expect((await rowsOf(event.key)).map(({ status }) => status)).toEqual(['ended', 'assigned']);
  });

  it('C17 a reopening that is heard before its closing ends the cycle, whose agent then has room for the next', async () => {
    const [minji] = await withAgents(db, { capacity: 1 });
    const event = registered();
    await deliver(db, handlers, event);
    await deliver(db, handlers, reopened(event.key));
    expect(await rowsOf(event.key)).toMatchObject([
      { cycle: 1, status: 'ended', endedBecause: 'closed' },
      { cycle: 2, status: 'assigned', agentId: minji!.id },
    ]);
  });

  it('C17 reopening goes to somebody else when the agent has no room', async () => {
    const [minji] = await withAgents(db, { capacity: 1 });
    const [first, second] = [registered(), registered()];
    await deliver(db, handlers, first);
    await deliver(db, handlers, closed(first.key));
    await deliver(db, handlers, second);
    const [ravi] = await withAgents(db, { capacity: 1 });
    await deliver(db, handlers, reopened(first.key));
    expect((await rowsOf(first.key)).map(({ agentId }) => agentId)).toEqual([minji!.id, ravi!.id]);
  });
});
