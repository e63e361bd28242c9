import { ComplaintAssigned, ComplaintQueued, ComplaintWithdrawn } from '#libs/contracts';
import { runWork } from '#libs/messaging';
import { deliver, emitted, freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { anAssignment, aProposal, POLICY } from '../../test/builders.js';
import { closeComplaint } from '../commands/close-complaint.js';
import { proposeResolution } from '../commands/propose-resolution.js';
import { reopenComplaint } from '../commands/reopen-complaint.js';
import { resolutionList } from '../queries/resolution-list.js';
import { resolutionFile } from '../queries/resolution-view.js';
import { trackedResolution } from '../queries/tracking-view.js';
import { resolutionDatabase } from '../store/database.js';
import { hears } from './index.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(resolutionDatabase);
});
afterAll(() => fresh.drop());

const ASSIGNED_AT = new Date('2026-03-09T09:12:00.000Z');
const WITHDRAWN_AT = new Date('2026-03-10T09:12:00.000Z');
const SORA = { subject: 'sora', roles: ['supervisor'] };

const assign = (complaintId: string, given = {}, envelope = {}) =>
  deliver(fresh.db, hears, ComplaintAssigned(anAssignment({ complaintId, ...given })), { time: ASSIGNED_AT, ...envelope });
const withdraw = (complaintId: string) =>
  deliver(fresh.db, hears, ComplaintWithdrawn({ complaintId, withdrawnAt: WITHDRAWN_AT.toISOString() }), { time: WITHDRAWN_AT, sequence: 1 });
const rowOf = async (complaintId: string) => (await fresh.db.query('select * from resolution where complaint_id = $1', [complaintId]))[0];
const typesOf = async (complaintId: string) => (await emitted(fresh.db)).filter(({ key }) => key === complaintId).map(({ type }) => type);

async function tellAndClose(complaintId: string): Promise<void> {
  const context = { actor: SORA.subject };
  await runWork(fresh.db, context, (work) => proposeResolution(work, { complaintId, by: SORA, ...aProposal(), policy: POLICY }));
  await runWork(fresh.db, context, (work) => closeComplaint(work, { complaintId, by: SORA, causeCode: 'late-delivery', policy: POLICY }));
}

describe('a complaint is assigned', () => {
  it('opens its investigation once, at the time of the assignment, also when it is heard twice', async () => {
    const complaintId = uuidv7();
    const id = uuidv7();
    await assign(complaintId, {}, { id });
    await assign(complaintId, {}, { id });
    expect(await rowOf(complaintId)).toMatchObject({ status: 'investigating', version: 1, agent_subject: 'minji', opened_at: ASSIGNED_AT });
    expect(await typesOf(complaintId)).toEqual([]); // the assignment told it already
  });

  it('to somebody else: only the responsible agent changes', async () => {
    const complaintId = uuidv7();
    const agentId = uuidv7();
    await assign(complaintId);
    await assign(complaintId, { agentId, agentSubject: 'jun', how: 'transferred', priority: 'urgent' }, { sequence: 2 });
    expect(await rowOf(complaintId)).toMatchObject({
      status: 'investigating',
      version: 2,
      agent_id: agentId,
      agent_subject: 'jun',
      opened_at: ASSIGNED_AT,
    });
    expect(await typesOf(complaintId)).toEqual([]); // the assignment told it already
  });
});

describe('a reopened complaint is assigned', () => {
  const reopenedClosed = async (complaintId: string) => {
    await assign(complaintId);
    await tellAndClose(complaintId);
    return runWork(fresh.db, { actor: SORA.subject }, (work) =>
      reopenComplaint(work, { complaintId, by: SORA, reason: 'It came late again.', policy: POLICY }),
    );
  };

  it('C17 to the agent who had it: nothing that anybody sees changes, so whoever read it may go on', async () => {
    const complaintId = uuidv7();
    const { version: expectedVersion } = await reopenedClosed(complaintId);
    await assign(complaintId, { cycle: 2 }, { sequence: 2 });
    expect((await rowOf(complaintId)).version).toBe(expectedVersion);
    const told = runWork(fresh.db, { actor: 'minji' }, (work) =>
      proposeResolution(work, { complaintId, by: { subject: 'minji', roles: ['agent'] }, expectedVersion, ...aProposal(), policy: POLICY }),
    );
    expect(await told).toMatchObject({ status: 'proposed', cycle: 2 });
  });

  it('C17 to somebody else: whoever read it before reads it again', async () => {
    const complaintId = uuidv7();
    const { version } = await reopenedClosed(complaintId);
    await assign(complaintId, { cycle: 2, agentId: uuidv7(), agentSubject: 'jun' }, { sequence: 2 });
    expect(await rowOf(complaintId)).toMatchObject({ version: version + 1, agent_subject: 'jun' });
  });
});

describe('a complaint is given back to the queue', () => {
  const queue = (complaintId: string) =>
    deliver(fresh.db, hears, ComplaintQueued({ ...ComplaintQueued.example, complaintId, reason: 'released' }), { time: ASSIGNED_AT, sequence: 2 });
  const minjiTells = (complaintId: string) =>
    runWork(fresh.db, { actor: 'minji' }, (work) =>
      proposeResolution(work, { complaintId, by: { subject: 'minji', roles: ['agent'] }, ...aProposal(), policy: POLICY }),
    );

  it('C21 whoever gave it back handles it no longer; the next one does', async () => {
    const complaintId = uuidv7();
    await assign(complaintId);
    await queue(complaintId);
    expect(await rowOf(complaintId)).toMatchObject({ status: 'investigating', version: 2, agent_id: null, agent_subject: null });
    await expect(minjiTells(complaintId)).rejects.toMatchObject({ code: 'resolution.not-yours' });
    await assign(complaintId, { agentSubject: 'minji', how: 'taken' }, { sequence: 3 });
    expect(await minjiTells(complaintId)).toMatchObject({ status: 'proposed', agentSubject: 'minji' });
  });

  it('before anybody had it, or when it is over: nothing changes', async () => {
    const [unknown, closed] = [uuidv7(), uuidv7()];
    await queue(unknown);
    expect(await rowOf(unknown)).toBeUndefined();
    await assign(closed);
    await tellAndClose(closed);
    await queue(closed);
    expect(await rowOf(closed)).toMatchObject({ status: 'closed', version: 3, agent_subject: 'minji' });
  });
});

describe('a complaint is withdrawn', () => {
  it('C8 while it is being handled: nothing more can be decided', async () => {
    const complaintId = uuidv7();
    await assign(complaintId);
    await withdraw(complaintId);
    expect(await rowOf(complaintId)).toMatchObject({ status: 'withdrawn', version: 2, withdrawn_at: WITHDRAWN_AT });
    await expect(tellAndClose(complaintId)).rejects.toMatchObject({ code: 'lifecycle.illegal-transition' });
  });

  it('before its assignment is heard: no investigation opens as live, and nobody sees half a resolution', async () => {
    const complaintId = uuidv7();
    await withdraw(complaintId);
    await expect(tellAndClose(complaintId)).rejects.toMatchObject({ code: 'resolution.not-found' });
    for (const read of [resolutionFile, trackedResolution])
      await expect(read(fresh.db, complaintId, POLICY)).rejects.toMatchObject({ code: 'resolution.not-found' });
    expect((await resolutionList(fresh.db, { limit: 200 })).map((line) => line.complaintId)).not.toContain(complaintId);
    await assign(complaintId);
    expect(await rowOf(complaintId)).toMatchObject({
      status: 'withdrawn',
      agent_subject: 'minji',
      facts: expect.objectContaining({ product: 'membership' }),
    });
    expect(await typesOf(complaintId)).toEqual([]);
  });

  it('after it was closed: the closing stands', async () => {
    const complaintId = uuidv7();
    await assign(complaintId);
    await tellAndClose(complaintId);
    await withdraw(complaintId);
    expect(await rowOf(complaintId)).toMatchObject({ status: 'closed', version: 3, withdrawn_at: null });
  });

  it('C17 before it was reopened, but heard after: the new cycle goes on', async () => {
    const complaintId = uuidv7();
    await assign(complaintId);
    await tellAndClose(complaintId);
    await runWork(fresh.db, { actor: 'sora' }, (work) =>
      reopenComplaint(work, { complaintId, by: SORA, reason: 'It is still late.', policy: POLICY }),
    );
    await withdraw(complaintId);
    expect(await rowOf(complaintId)).toMatchObject({ status: 'investigating', cycle: 2, withdrawn_at: null });
  });

  it('in the same instant as its assignment, from two topics: always withdrawn', async () => {
    const ids = Array.from({ length: 20 }, () => uuidv7());
    await Promise.all(ids.flatMap((id, index) => (index % 2 === 0 ? [assign(id), withdraw(id)] : [withdraw(id), assign(id)])));
    const rows: { status: string; facts: unknown }[] = await fresh.db.query('select status, facts from resolution where complaint_id = any($1)', [
      ids,
    ]);
    expect(rows).toHaveLength(20);
    expect(rows.every(({ status, facts }) => status === 'withdrawn' && facts !== null)).toBe(true);
  });

  it('C8 C55 a decision that had to wait for it is refused', async () => {
    const complaintId = uuidv7();
    await assign(complaintId);
    const withdrawing = fresh.db.createQueryRunner();
    await withdrawing.startTransaction();
    await withdrawing.query(`update resolution set status = 'withdrawn', withdrawn_at = now() where complaint_id = $1`, [complaintId]);
    const deciding = tellAndClose(complaintId).catch((refusal: unknown) => refusal);
    const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await waitFor('the decision to meet it', async () => (await fresh.db.query(waits)).length > 0);
    await withdrawing.commitTransaction();
    await withdrawing.release();
    expect(await deciding).toMatchObject({ code: 'lifecycle.illegal-transition' });
    expect(await rowOf(complaintId)).toMatchObject({ status: 'withdrawn', decision: null });
  });

  it('in the same instant as its closing: one of both, and the event says which', async () => {
    const ids = Array.from({ length: 10 }, () => uuidv7());
    for (const id of ids) await assign(id);
    await Promise.all(ids.map((id) => Promise.allSettled([tellAndClose(id), withdraw(id)])));
    for (const id of ids) {
      const { status } = await rowOf(id);
      expect(['closed', 'withdrawn']).toContain(status);
      expect((await typesOf(id)).includes('complaint.closed.v1')).toBe(status === 'closed');
    }
  });
});
