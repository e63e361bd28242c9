import { customerToken } from '#libs/test-kit';
import { aProposal } from '../../test/builders.js';
import { openDesk, type Desk } from '../../test/desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.service.stop());

const customer = { as: 'customer' as const };
const NOBODY = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7fff';

describe('what the customer sees', () => {
  it('C23 the decision with its reasons and the redress, the conversation, and what can be done', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'messages', { text: 'We are looking into it.' });
    await desk.post(complaintId, 'messages', { text: 'Please hurry.' }, customer);
    await desk.post(complaintId, 'proposals', aProposal({ decision: 'partly-upheld' }));

    const view = await desk.tracked(complaintId);
    expect(view).toMatchObject({ status: 'proposed', decision: 'partly-upheld', reasons: aProposal().reasons, redress: [{ kind: 'apology' }] });
    expect(view).toMatchObject({ canWrite: true, canAccept: true, canDecline: true, canReopen: false, earlierDecisions: [] });
    expect(new Date(view.answerBy).getTime() - new Date(view.proposedAt).getTime()).toBe(14 * 86_400_000);
    expect(view.messages.map(({ from, text }: { from: string; text: string }) => [from, text])).toEqual([
      ['agent', 'We are looking into it.'],
      ['customer', 'Please hurry.'],
    ]);
  });

  it('C13 nothing internal ever shows there', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'findings', { text: 'SECRET-FINDING' });
    await desk.post(complaintId, 'proposals', aProposal());
    await desk.post(complaintId, 'closure', { causeCode: 'SECRET-CAUSE', causeNote: 'SECRET-NOTE' });
    const view = await desk.tracked(complaintId);
    expect(JSON.stringify(view)).not.toMatch(/SECRET|minji|agent|causeCode|version/i);
    expect(Object.keys(view).sort()).toEqual(
      ['status', 'cycle', 'decision', 'reasons', 'redress', 'proposedAt', 'answerBy', 'closedAt', 'reopenBy', 'earlierDecisions', 'messages']
        .concat(['canWrite', 'canAccept', 'canDecline', 'canReopen'])
        .sort(),
    );
  });

  it('C17 the customer reopens within thirty days and still sees the earlier decision', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', aProposal());
    await desk.post(complaintId, 'acceptance', {}, customer);
    await desk.post(complaintId, 'closure', { causeCode: 'late-delivery' });
    expect(await desk.tracked(complaintId)).toMatchObject({ canReopen: true, canWrite: false, reopenBy: expect.any(String), answerBy: null });
    expect(await desk.post(complaintId, 'reopening', { reason: 'It happened again.' }, customer)).toMatchObject({
      status: 200,
      body: { status: 'investigating' },
    });
    expect(await desk.tracked(complaintId)).toMatchObject({ cycle: 2, decision: null, earlierDecisions: [{ cycle: 1, decision: 'upheld' }] });
    expect((await desk.file(complaintId)).earlierCycles).toMatchObject([{ reopenedBy: 'customer' }]);
  });

  it('C17 C26 the customer sees every earlier decision, oldest first', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', aProposal({ decision: 'rejected', reasons: 'first' }));
    await desk.post(complaintId, 'decline', {}, customer);
    await desk.post(complaintId, 'proposals', aProposal({ decision: 'upheld', reasons: 'second' }));
    await desk.post(complaintId, 'closure', { causeCode: 'late-delivery' });
    await desk.post(complaintId, 'reopening', { reason: 'again' }, customer);
    await desk.post(complaintId, 'proposals', aProposal({ decision: 'rejected', reasons: 'third' }));
    await desk.post(complaintId, 'decline', {}, customer);
    await desk.post(complaintId, 'proposals', aProposal({ reasons: 'fourth' }));
    const { reasons, earlierDecisions } = await desk.tracked(complaintId);
    expect([...earlierDecisions, { reasons }].map((told: { reasons: string }) => told.reasons)).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('C13 C51 nobody reads what was written, found out or decided in another complaint', async () => {
    const [mine, other] = [await desk.assigned(), await desk.assigned()];
    for (const text of ['MINE', 'OTHER']) {
      const complaintId = text === 'MINE' ? mine : other;
      await desk.post(complaintId, 'findings', { text });
      await desk.post(complaintId, 'messages', { text });
      await desk.post(complaintId, 'proposals', aProposal({ decision: 'rejected', reasons: text }));
      await desk.post(complaintId, 'decline', { reason: text }, customer);
      await desk.post(complaintId, 'proposals', aProposal({ reasons: text }));
      await desk.post(complaintId, 'closure', { causeCode: 'late-delivery' });
      await desk.post(complaintId, 'reopening', { reason: text }, customer);
    }
    const [file, view] = [await desk.file(mine), await desk.tracked(mine)];
    for (const read of [file, view]) {
      expect(JSON.stringify(read)).toContain('MINE');
      expect(JSON.stringify(read)).not.toContain('OTHER');
    }
    expect([file.findings, file.messages, file.declinedProposals, file.earlierCycles].map(({ length }) => length)).toEqual([1, 1, 1, 1]);
  });

  it('after thirty days it is too late', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', aProposal());
    await desk.post(complaintId, 'closure', { causeCode: 'late-delivery' });
    await desk.service.db.query(`update resolution set closed_at = now() - interval '31 days' where complaint_id = $1`, [complaintId]);
    expect(await desk.tracked(complaintId)).toMatchObject({ canReopen: false, reopenBy: null });
    expect(await desk.post(complaintId, 'reopening', { reason: 'again' }, customer)).toMatchObject({
      status: 409,
      body: { code: 'resolution.reopening-too-late' },
    });
  });

  it('C11 a complaint that nobody has taken yet is not denied', async () => {
    const read = await desk.service.request('GET', '/v1/tracking/resolution', { token: customerToken({ complaintId: NOBODY }) });
    const written = await desk.post(NOBODY, 'messages', { text: 'hi' }, customer);
    expect([read, written].map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'resolution.not-begun'],
      [409, 'resolution.not-begun'],
    ]);
  });

  it('C51 what cannot be done now names only what customers may do', async () => {
    const complaintId = await desk.assigned();
    const early = await desk.post(complaintId, 'acceptance', {}, customer);
    expect([early.status, early.body.allowed]).toEqual([409, ['send-message', 'withdraw']]);
  });

  it('C51 a session opens one complaint and nothing else', async () => {
    const foreign = await desk.assigned();
    const session = { token: customerToken({ complaintId: NOBODY }) };
    expect((await desk.service.request('GET', '/v1/tracking/resolution', session)).status).toBe(404);
    expect((await desk.service.request('GET', `/v1/resolutions/${foreign}`, session)).status).toBe(403);
    const expired = customerToken({ complaintId: foreign, expiresIn: '-1m' });
    expect((await desk.service.request('GET', '/v1/tracking/resolution', { token: expired })).status).toBe(401);
  });
});
