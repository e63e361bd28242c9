import { emitted, token } from '#libs/test-kit';
import { aProposal } from '../../test/builders.js';
import { openDesk, type Desk } from '../../test/desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.service.stop());

const eventsOf = async (complaintId: string) => (await emitted(desk.service.db)).filter(({ key }) => key === complaintId);

describe('the life of one complaint', () => {
  it('C23 C29 investigation, finding, message, proposal, acceptance, closing: rows, events, views', async () => {
    const complaintId = await desk.assigned();
    expect((await desk.post(complaintId, 'findings', { text: 'The rider app had no address.' })).status).toBe(201);
    const message = await desk.post(complaintId, 'messages', { text: '확인하고 있습니다.' });
    expect(message).toMatchObject({ status: 201, body: { complaintId, from: 'agent', text: '확인하고 있습니다.', version: 1 } });
    expect(message.headers.get('etag')).toBe('"1"');
    expect((await desk.post(complaintId, 'messages', { text: 'Thank you.' }, { as: 'customer' })).status).toBe(201);

    const refund = { kind: 'refund', amountMinor: 12_000, currency: 'KRW' };
    const proposed = await desk.post(complaintId, 'proposals', { decision: 'upheld', reasons: 'We were late.', redress: [refund] });
    expect(proposed).toMatchObject({ status: 201, body: { version: 2, status: 'proposed', stage: 1, redress: [refund] } });
    expect(proposed.headers.get('etag')).toBe('"2"');
    expect(proposed.body.allowedActions).toEqual(['record-finding', 'send-message', 'accept', 'decline', 'close']);
    expect(await desk.post(complaintId, 'acceptance', undefined, { as: 'customer' })).toMatchObject({
      status: 200,
      body: { status: 'accepted', canAccept: false, canDecline: false, canReopen: false },
    });
    const closed = await desk.post(complaintId, 'closure', { causeCode: 'late-delivery', causeNote: 'Friday evening' });
    expect(closed).toMatchObject({ status: 200, body: { version: 4, status: 'closed', causeCode: 'late-delivery', allowedActions: ['reopen'] } });

    const file = await desk.file(complaintId);
    expect(file).toMatchObject({
      status: 'closed',
      causeNote: 'Friday evening',
      findings: [{ foundBy: 'minji', text: 'The rider app had no address.' }],
    });
    expect(file.messages.map(({ from }: { from: string }) => from)).toEqual(['agent', 'customer']);

    const events = await eventsOf(complaintId);
    expect(events.map(({ type, sequence }) => [sequence, type])).toEqual([
      [1, 'message.sent.v1'],
      [2, 'message.sent.v1'],
      [3, 'resolution.proposed.v1'],
      [4, 'resolution.accepted.v1'],
      [5, 'complaint.closed.v1'],
    ]);
    expect(events[4]?.data).toEqual({
      complaintId,
      cycle: 1,
      decision: 'upheld',
      causeCode: 'late-delivery',
      causeBy: 'agent',
      closedAt: closed.body.closedAt,
      kind: 'complaint',
      channel: 'app',
      product: 'membership',
      language: 'ko',
      priority: 'high',
      needsCare: false,
      occurredAt: '2026-03-08T18:30:00.000Z',
      registeredAt: '2026-03-09T09:12:00.000Z',
      historical: false,
    });
    expect(JSON.stringify(events)).not.toMatch(/Friday|late\.|확인|Thank|rider/); // C53: no words of people
  });

  it('a question is answered and closed without a cause', async () => {
    const complaintId = await desk.assigned({ kind: 'question' });
    await desk.post(complaintId, 'proposals', { decision: 'answered', reasons: 'Points never expire.' });
    expect(await desk.post(complaintId, 'closure')).toMatchObject({ status: 200, body: { status: 'closed', causeCode: null } });
    expect((await eventsOf(complaintId)).at(-1)?.data).not.toHaveProperty('causeBy');
  });

  it('C26 a refusal waits for its answer, gets a second stage, and then may end', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', { decision: 'rejected', reasons: 'The photo shows the right dish.' });
    expect(await desk.post(complaintId, 'closure', { causeCode: 'wrong-food' })).toMatchObject({
      status: 409,
      body: { code: 'resolution.answer-awaited' },
    });
    await desk.post(complaintId, 'decline', { reason: 'Look again.' }, { as: 'customer' });
    expect(await desk.post(complaintId, 'closure', { causeCode: 'wrong-food' })).toMatchObject({
      status: 409,
      body: { code: 'resolution.second-stage-open' },
    });

    const second = await desk.post(
      complaintId,
      'proposals',
      { decision: 'rejected', reasons: 'We looked again.' },
      { as: 'supervisor', name: 'Sora' },
    );
    expect(second.body).toMatchObject({ stage: 2, declineReason: null });
    expect((await desk.post(complaintId, 'decline', {})).body).toMatchObject({ status: 'declined' });
    expect((await desk.post(complaintId, 'closure', { causeCode: 'not-yet-known' })).body).toMatchObject({
      status: 'closed',
      causeCode: 'not-yet-known',
    });

    const file = await desk.file(complaintId);
    expect(file.declinedProposals).toMatchObject([{ cycle: 1, stage: 1, reasons: 'The photo shows the right dish.', declineReason: 'Look again.' }]);
    const declines = (await eventsOf(complaintId)).filter(({ type }) => type === 'resolution.declined.v1');
    expect(declines.map(({ data }) => data['stage'])).toEqual([1, 2]);
  });

  it('C26 after the answer window a refusal may be closed', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', { decision: 'partly-upheld', reasons: 'Half of it was ours.' });
    await desk.service.db.query(`update resolution set proposed_at = now() - interval '15 days' where complaint_id = $1`, [complaintId]);
    expect((await desk.post(complaintId, 'closure', { causeCode: 'late-delivery' })).status).toBe(200);
  });

  it('C17 reopening starts a new cycle and keeps both', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', aProposal());
    await desk.post(complaintId, 'closure', { causeCode: 'late-delivery' });
    expect((await desk.post(complaintId, 'reopening', { reason: 'Late again' })).body).toMatchObject({
      status: 'investigating',
      cycle: 2,
      decision: null,
    });
    expect(await desk.post(complaintId, 'closure', { causeCode: 'late-delivery' })).toMatchObject({
      status: 409,
      body: { code: 'resolution.not-told' },
    });
    await desk.post(complaintId, 'proposals', { decision: 'partly-upheld', reasons: 'Half of it.' });
    await desk.post(complaintId, 'acceptance', {});
    await desk.post(complaintId, 'closure', { causeCode: 'courier-unreachable' });

    expect(await desk.file(complaintId)).toMatchObject({
      cycle: 2,
      decision: 'partly-upheld',
      causeCode: 'courier-unreachable',
      earlierCycles: [{ cycle: 1, decision: 'upheld', causeCode: 'late-delivery', reopenedBy: 'staff', reopenReason: 'Late again' }],
    });
    const told = (await eventsOf(complaintId)).filter(({ type }) => /closed|reopened/.test(type));
    expect(told.map(({ type, data }) => [type, data['cycle']])).toEqual([
      ['complaint.closed.v1', 1],
      ['complaint.reopened.v1', 2],
      ['complaint.closed.v1', 2],
    ]);
  });

  it('history is imported with its own moments, without waiting for answers', async () => {
    const complaintId = await desk.assigned({
      historical: true,
      registeredAt: '2021-03-01T10:00:00.000Z',
      assignedAt: '2021-03-01T10:00:00.000Z',
    });
    const importer = (at: string) => ({ as: 'importer' as const, ifMatch: null, headers: { 'effective-at': at } });
    await desk.post(complaintId, 'proposals', { decision: 'rejected', reasons: 'As recorded.' }, importer('2021-03-02T10:00:00Z'));
    const closed = await desk.post(complaintId, 'closure', { causeCode: 'late-fees' }, importer('2021-03-03T10:00:00Z'));
    expect(closed).toMatchObject({
      status: 200,
      body: { openedAt: '2021-03-01T10:00:00.000Z', closedAt: '2021-03-03T10:00:00.000Z', historical: true },
    });
  });

  it('C26 what is told today waits for the answer, whoever closes it', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', { decision: 'rejected', reasons: 'As the terms say.' });
    const closed = await desk.post(complaintId, 'closure', { causeCode: 'late-fees' }, { as: 'importer', ifMatch: null });
    expect(closed).toMatchObject({ status: 409, body: { code: 'resolution.answer-awaited' } });
  });

  it('C26 only an importer closes a record of the past without waiting for the answer', async () => {
    const complaintId = await desk.assigned({ historical: true });
    await desk.post(complaintId, 'proposals', { decision: 'rejected', reasons: 'As the terms say.' });
    const close = (as: 'agent' | 'importer') => desk.post(complaintId, 'closure', { causeCode: 'late-fees' }, { as });
    expect(await close('agent')).toMatchObject({ status: 409, body: { code: 'resolution.answer-awaited' } });
    expect((await close('importer')).status).toBe(200);
  });

  it('history cannot run backwards', async () => {
    const complaintId = await desk.assigned({ historical: true, registeredAt: '2021-03-01T10:00:00.000Z' });
    const importer = (at: string) => ({ as: 'importer' as const, ifMatch: null, headers: { 'effective-at': at } });
    const propose = (at: string) => desk.post(complaintId, 'proposals', { decision: 'rejected', reasons: 'As recorded.' }, importer(at));
    const close = (at: string) => desk.post(complaintId, 'closure', { causeCode: 'late-fees' }, importer(at));
    const refused = { status: 422, body: { code: 'resolution.before-its-cause' } };
    expect(await propose('2021-02-28T10:00:00Z')).toMatchObject(refused);
    expect((await propose('2021-03-02T10:00:00Z')).status).toBe(201);
    expect(await close('2021-03-02T09:59:59Z')).toMatchObject(refused);
    expect((await close('2021-03-02T10:00:00Z')).status).toBe(200);
  });

  it('what is over is refused for its state, whatever moment is stated', async () => {
    const complaintId = await desk.assigned({ historical: true, registeredAt: '2021-03-01T10:00:00.000Z' });
    const importer = (at: string) => ({ as: 'importer' as const, ifMatch: null, headers: { 'effective-at': at } });
    const decision = { decision: 'rejected', reasons: 'As recorded.' };
    await desk.post(complaintId, 'proposals', decision, importer('2021-03-02T10:00:00Z'));
    await desk.post(complaintId, 'closure', { causeCode: 'late-fees' }, importer('2021-03-03T10:00:00Z'));
    const refused = { status: 409, body: { code: 'lifecycle.illegal-transition', allowed: ['reopen'] } };
    expect(await desk.post(complaintId, 'proposals', decision, importer('2021-03-02T10:00:00Z'))).toMatchObject(refused);
    expect(await desk.post(complaintId, 'closure', { causeCode: 'late-fees' }, importer('2021-03-02T10:00:00Z'))).toMatchObject(refused);
  });

  it('C26 in a declined decision nobody is told to close before the second look', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', aProposal({ decision: 'rejected' }));
    await desk.post(complaintId, 'decline', { reason: 'No.' });
    const { status, body } = await desk.post(complaintId, 'acceptance', {});
    expect([status, body.allowed]).toEqual([409, ['record-finding', 'send-message', 'propose', 'withdraw']]);
  });
});

describe('C24 authority over money', () => {
  const big = { decision: 'upheld', reasons: 'Charged twice.', redress: [{ kind: 'refund', amountMinor: 30_001, currency: 'KRW' }] };

  it('an agent above the limit is refused with the remedy, a supervisor is not', async () => {
    const complaintId = await desk.assigned();
    const refused = await desk.post(complaintId, 'proposals', big);
    expect(refused).toMatchObject({ status: 403, body: { code: 'redress.over-authority', remedy: 'A supervisor proposes it.' } });
    expect((await desk.file(complaintId)).status).toBe('investigating');
    expect((await desk.post(complaintId, 'proposals', big, { as: 'supervisor', name: 'Sora' })).status).toBe(201);
  });
});

describe('lists', () => {
  it('pages through resolutions of one status, each once', async () => {
    const mine = new Set(await Promise.all([1, 2, 3, 4, 5].map(() => desk.assigned())));
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await desk.service.request('GET', `/v1/resolutions?status=investigating&limit=2${cursor}`, {
        token: token({ roles: ['leader'] }),
      });
      expect(page.status).toBe(200);
      seen.push(...page.body.items.map(({ complaintId }: { complaintId: string }) => complaintId));
      cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => mine.has(id))).toHaveLength(5);
  });
});
