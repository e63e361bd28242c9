import { emitted, token } from '#libs/test-kit';
import { aProposal } from '../../test/builders.js';
import { openDesk, type Call, type Desk } from '../../test/desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.service.stop());

const NOBODY = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7fff';
const proposal = aProposal();

async function stored(): Promise<unknown> {
  const tables = ['resolution', 'finding', 'message', 'declined_proposal', 'resolution_cycle', 'idempotency_key'];
  return Promise.all(tables.map((table) => desk.service.db.query(`select * from ${table} order by 1`)));
}

describe('bad input: the right 4xx with field and remedy, and nothing half-written', () => {
  it.each<[string, string, unknown, Call, number, string, string | null]>([
    ['an unknown field', 'messages', { text: 'hi', bold: true }, {}, 422, 'request.invalid', '/bold'],
    ['a missing text', 'messages', {}, {}, 422, 'request.invalid', '/text'],
    ['an empty text', 'messages', { text: ' \n ' }, {}, 422, 'request.invalid', '/text'],
    ['a text of the wrong type', 'findings', { text: 7 }, {}, 422, 'request.invalid', '/text'],
    ['a text that is too long', 'messages', { text: 'x'.repeat(10_001) }, {}, 422, 'request.invalid', '/text'],
    ['control characters', 'messages', { text: 'a\u0000b' }, {}, 422, 'request.invalid', '/text'],
    ['half of a surrogate pair', 'messages', '{"text":"a\\ud800b"}', {}, 422, 'request.invalid', '/text'],
    ['a megabyte', 'messages', { text: 'x'.repeat(1_048_576) }, {}, 413, 'request.too-large', null],
    ['broken JSON', 'messages', '{"text":', {}, 400, 'request.malformed', null],
    [
      'another content type',
      'messages',
      'text=hi',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'request.content-type',
      null,
    ],
    ['a proposal without reasons', 'proposals', { decision: 'upheld' }, {}, 422, 'request.invalid', '/reasons'],
    ['an unknown decision', 'proposals', { ...proposal, decision: 'withdrawn' }, {}, 422, 'request.invalid', '/decision'],
    ['an answer to a complaint', 'proposals', { ...proposal, decision: 'answered' }, {}, 422, 'resolution.decision-does-not-suit', '/decision'],
    [
      'a refund without amount',
      'proposals',
      { ...proposal, redress: [{ kind: 'refund' }] },
      {},
      422,
      'redress.amount-missing',
      '/redress/0/amountMinor',
    ],
    [
      'a broken amount',
      'proposals',
      { ...proposal, redress: [{ kind: 'refund', amountMinor: 1.5 }] },
      {},
      422,
      'request.invalid',
      '/redress/0/amountMinor',
    ],
    ['too many offers', 'proposals', { ...proposal, redress: Array(11).fill({ kind: 'apology' }) }, {}, 422, 'request.invalid', '/redress'],
    ['a decision on an older state', 'proposals', proposal, { ifMatch: 7 }, 412, 'version.stale', null],
    ['a decision without saying on which state', 'proposals', proposal, { ifMatch: null }, 428, 'if-match.missing', null],
    ['a malformed version', 'proposals', proposal, { headers: { 'if-match': 'one' } }, 400, 'if-match.malformed', null],
    [
      'a stated time by somebody who may not',
      'messages',
      { text: 'hi' },
      { headers: { 'effective-at': '2021-01-01T00:00:00Z' } },
      403,
      'effective-at.not-allowed',
      null,
    ],
    ['closing before the customer was told', 'closure', { causeCode: 'x' }, {}, 409, 'resolution.not-told', null],
    ['accepting before anything is proposed', 'acceptance', {}, {}, 409, 'lifecycle.illegal-transition', null],
    ['reopening what is open', 'reopening', { reason: 'again' }, {}, 409, 'lifecycle.illegal-transition', null],
    ['reopening without a reason', 'reopening', {}, {}, 422, 'request.invalid', '/reason'],
    ["another agent's complaint", 'messages', { text: 'hi' }, { name: 'Jun' }, 403, 'resolution.not-yours', null],
    ['a role that may not', 'messages', { text: 'hi' }, { as: 'engineer' }, 403, 'auth.not-allowed', null],
    ['a role that may only read', 'closure', { causeCode: 'x' }, { as: 'leader' }, 403, 'auth.not-allowed', null],
  ])('%s', async (_, what, body, call, status, code, pointer) => {
    const complaintId = await desk.assigned();
    const before = [await stored(), await emitted(desk.service.db)];
    const headers = { 'content-type': 'application/json', ...call.headers };

    const answer = await desk.post(complaintId, what, body, { ...call, headers });
    expect(answer).toMatchObject({ status, body: { code, status, traceId: expect.any(String), remedy: expect.any(String) } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body.errors?.[0].pointer ?? null).toBe(pointer);
    expect([await stored(), await emitted(desk.service.db)]).toEqual(before);
  });

  it('C29 closing a complaint without a cause', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', proposal);
    expect(await desk.post(complaintId, 'closure', {})).toMatchObject({
      status: 422,
      body: { code: 'resolution.cause-missing', errors: [{ pointer: '/causeCode' }] },
    });
    expect((await desk.file(complaintId)).status).toBe('proposed');
  });

  it('closing twice says what is allowed instead', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', proposal);
    await desk.post(complaintId, 'closure', { causeCode: 'late-delivery' });
    expect(await desk.post(complaintId, 'closure', { causeCode: 'other' })).toMatchObject({ status: 409, body: { allowed: ['reopen'] } });
    expect(await desk.post(complaintId, 'messages', { text: 'one more thing' })).toMatchObject({ status: 409, body: { allowed: ['reopen'] } });
  });

  it('a complaint that nobody knows, and an id that is none', async () => {
    expect(await desk.post(NOBODY, 'messages', { text: 'hi' })).toMatchObject({ status: 404, body: { code: 'resolution.not-found' } });
    expect(await desk.post('7', 'messages', { text: 'hi' }, { ifMatch: null })).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    const read = await desk.service.request('GET', `/v1/resolutions/${NOBODY}`, { token: token({ roles: ['supervisor'] }) });
    expect(read).toMatchObject({ status: 404, body: { code: 'resolution.not-found' } });
    expect(await desk.service.request('GET', '/v1/resolutions?cursor=abc', { token: token({ roles: ['agent'] }) })).toMatchObject({ status: 400 });
    expect(await desk.service.request('GET', '/v1/resolutions?status=done', { token: token({ roles: ['agent'] }) })).toMatchObject({ status: 422 });
    expect(await desk.service.request('GET', `/v1/resolutions/${NOBODY}`)).toMatchObject({ status: 401 });
  });

  it('the same Idempotency-Key: one message, the same answer; with another body refused', async () => {
    const complaintId = await desk.assigned();
    const once = { headers: { 'idempotency-key': 'k-1' } };
    const first = await desk.post(complaintId, 'messages', { text: 'We are on it.' }, once);
    const again = await desk.post(complaintId, 'messages', { text: 'We are on it.' }, once);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(await desk.post(complaintId, 'messages', { text: 'Something else.' }, once)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key.reused' },
    });
    expect((await desk.file(complaintId)).messages).toHaveLength(1);
  });

  it('a repeated closure with its key is answered as the first, although the version moved on', async () => {
    const complaintId = await desk.assigned();
    await desk.post(complaintId, 'proposals', proposal);
    const once = { ifMatch: 2, headers: { 'idempotency-key': 'k-2' } };
    const first = await desk.post(complaintId, 'closure', { causeCode: 'late-delivery' }, once);
    expect(await desk.post(complaintId, 'closure', { causeCode: 'late-delivery' }, once)).toMatchObject({ status: 200, body: first.body });
    const closings = (await emitted(desk.service.db, 'complaint.closed.v1')).filter(({ key }) => key === complaintId);
    expect(closings).toHaveLength(1);
  });

  it('two agents decide in the same instant: one is told that it changed', async () => {
    const complaintId = await desk.assigned();
    const both = await Promise.all(
      ['Sora', 'Jun'].map((name) => desk.post(complaintId, 'proposals', proposal, { as: 'supervisor', name, ifMatch: 1 })),
    );
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 412]);
  });
});
