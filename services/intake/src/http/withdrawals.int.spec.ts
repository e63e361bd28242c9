import { customerToken, deliver, emitted, token, waitFor, type StartedService } from '#libs/test-kit';
import { ComplaintClosed, ComplaintReopened, ResolutionAccepted, ResolutionDeclined, ResolutionProposed } from '#libs/contracts';
import { emptyIntake, registerAt, startIntake } from '../../test/counter.js';
import { hears } from '../handlers/index.js';

const agent = token({ roles: ['agent'], name: 'Minji' });
const importer = token({ roles: ['importer'], name: 'Archive' });

let intake: StartedService;
beforeAll(async () => (intake = await startIntake()));
afterAll(() => intake.stop());
beforeEach(() => emptyIntake(intake));

const register = (body: object = {}, request: object = {}) => registerAt(intake, body, request);
/** Withdrawn at a moment that an importer states. */
const withdrawn = (complaintId: string, at: string) =>
  intake.request('POST', `/v1/complaints/${complaintId}/withdrawal`, {
    ...{ token: importer, body: { understood: true }, headers: { 'effective-at': at } },
  });

it('C8 tells first what it means, then happens once', async () => {
  const { body } = await register({ language: 'te' });
  const customer = customerToken({ complaintId: body.complaintId });
  expect((await intake.request('GET', '/v1/tracking/withdrawal', { token: customer })).body).toMatchObject({
    canWithdraw: true,
    means: expect.stringContaining('ఫిర్యాదు') as string,
  });
  expect((await intake.request('POST', '/v1/tracking/withdrawal', { token: customer, body: {} })).status).toBe(422);
  const headers = { 'idempotency-key': 'take-back' };
  expect((await intake.request('POST', '/v1/tracking/withdrawal', { token: customer, body: { understood: true }, headers })).status).toBe(200);
  expect((await intake.request('POST', '/v1/tracking/withdrawal', { token: customer, body: { understood: true }, headers })).status).toBe(200);
  const again = await intake.request('POST', '/v1/tracking/withdrawal', { token: customer, body: { understood: true } });
  expect([again.status, again.body.code, again.body.allowed]).toEqual([409, 'lifecycle.illegal-transition', []]);
  expect((await emitted(intake.db)).at(-1)).toMatchObject({ type: 'complaint.withdrawn.v1', sequence: 2 });
});

it('C8 that meets another one under way happens once', async () => {
  const { complaintId } = (await register()).body;
  const other = intake.db.createQueryRunner();
  await other.startTransaction();
  await other.query(`update complaint set status = 'withdrawn', withdrawn_at = now(), version = 2 where id = $1`, [complaintId]);
  const asked = intake.request('POST', '/v1/tracking/withdrawal', { token: customerToken({ complaintId }), body: { understood: true } });
  const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await waitFor('the second to meet the first', async () => (await intake.db.query(waits)).length > 0);
  await other.commitTransaction();
  await other.release();
  const { status, body } = await asked;
  expect([status, body.code, await emitted(intake.db, 'complaint.withdrawn.v1')]).toEqual([409, 'lifecycle.illegal-transition', []]);
});

it('C8 by staff needs the version that was read', async () => {
  const { body } = await register();
  const withdraw = (headers: Record<string, string>) =>
    intake.request('POST', `/v1/complaints/${body.complaintId}/withdrawal`, { token: agent, body: { understood: true }, headers });
  expect((await withdraw({})).status).toBe(428);
  expect((await withdraw({ 'if-match': '"7"' })).status).toBe(412);
  expect((await withdraw({ 'if-match': '"1"' })).headers.get('etag')).toBe('"2"');
});

it('C8 tells the others the id as it is kept, whichever case it was asked for in', async () => {
  const { complaintId } = (await register()).body;
  const path = `/v1/complaints/${String(complaintId).toUpperCase()}/withdrawal`;
  expect((await intake.request('POST', path, { token: importer, body: { understood: true } })).body).toMatchObject({ complaintId });
  const told = (await emitted(intake.db)).map(({ type, key, sequence, data }) => [type, key, sequence, data.complaintId]);
  expect(told.at(-1)).toEqual(['complaint.withdrawn.v1', complaintId, 2, complaintId]);
});

it('C8 C26 in the past is refused before the decision that it follows', async () => {
  const { complaintId } = (await register({}, { token: importer, headers: { 'effective-at': '2026-03-02T10:00:00Z' } })).body;
  const time = new Date('2026-03-05T10:00:00.000Z');
  await deliver(intake.db, hears, ResolutionProposed({ ...ResolutionProposed.example, complaintId }), { time });
  const early = await withdrawn(complaintId, '2026-03-04T10:00:00Z');
  expect([early.status, early.body.remedy]).toEqual([422, 'State a moment in Effective-At from 2026-03-05T10:00:00.000Z on.']);
  expect((await withdrawn(complaintId, '2026-03-06T10:00:00Z')).status).toBe(200);
});

it.each([
  ['accepted', (complaintId: string) => ResolutionAccepted({ ...ResolutionAccepted.example, complaintId })],
  ['declined', (complaintId: string) => ResolutionDeclined({ ...ResolutionDeclined.example, complaintId })],
])('C8 C26 in the past is refused before the decision was %s', async (_, answered) => {
  const { complaintId } = (await register({}, { token: importer, headers: { 'effective-at': '2026-03-02T10:00:00Z' } })).body;
  const told = [ResolutionProposed({ ...ResolutionProposed.example, complaintId }), answered(complaintId)];
  for (const [index, event] of told.entries())
    await deliver(intake.db, hears, event, { time: new Date(Date.UTC(2026, 2, 5 + 2 * index, 10)), sequence: index + 1 });
  expect((await withdrawn(complaintId, '2026-03-06T10:00:00Z')).body).toMatchObject({
    code: 'complaint.withdrawn-before-last-step',
    remedy: 'State a moment in Effective-At from 2026-03-07T10:00:00.000Z on.',
  });
  expect((await withdrawn(complaintId, '2026-03-07T10:00:00Z')).status).toBe(200);
});

it('C8 C17 in the past is refused before the reopening that it follows, and changes nothing', async () => {
  const { complaintId } = (await register({}, { token: importer, headers: { 'effective-at': '2026-03-02T10:00:00Z' } })).body;
  await deliver(intake.db, hears, ComplaintClosed({ ...ComplaintClosed.example, complaintId }));
  const reopenedAt = '2026-03-10T10:00:00.000Z';
  await deliver(intake.db, hears, ComplaintReopened({ ...ComplaintReopened.example, complaintId, cycle: 2, reopenedAt }), { sequence: 2 });
  const early = await withdrawn(complaintId, '2026-03-09T10:00:00Z');
  expect([early.status, early.body.code, early.body.remedy]).toEqual([
    ...[422, 'complaint.withdrawn-before-last-step', `State a moment in Effective-At from ${reopenedAt} on.`],
  ]);
  expect(await emitted(intake.db)).toHaveLength(1);
  expect((await withdrawn(complaintId, reopenedAt)).status).toBe(200);
  expect((await intake.request('GET', `/v1/complaints/${complaintId}`, { token: agent })).body.status).toBe('withdrawn');
  const found = await intake.request('GET', '/v1/complaints?status=withdrawn', { token: agent });
  expect(found.body.items).toHaveLength(1);
});

it('C8 C11 set to the very moment of the step that it follows, it is the last step that the customer reads', async () => {
  const { complaintId } = (await register({}, { token: importer, headers: { 'effective-at': '2026-03-02T10:00:00Z' } })).body;
  const time = new Date('2026-03-05T10:00:00.000Z');
  await deliver(intake.db, hears, ResolutionProposed({ ...ResolutionProposed.example, complaintId }), { time });
  expect((await withdrawn(complaintId, time.toISOString())).status).toBe(200);
  const tracked = (await intake.request('GET', '/v1/tracking', { token: customerToken({ complaintId }) })).body;
  expect([tracked.status, tracked.lastStep.sentence]).toEqual(['withdrawn', 'You took your complaint back.']);
});

it('C8 C17 met a closing under way: reopened it is open again for everybody, and can be withdrawn again', async () => {
  const { body } = await register();
  const { complaintId } = body;
  const customer = customerToken({ complaintId });
  const withdraw = () => intake.request('POST', '/v1/tracking/withdrawal', { token: customer, body: { understood: true } });
  const view = async () => (await intake.request('GET', `/v1/complaints/${complaintId}`, { token: agent })).body;
  const found = async (status: string) => (await intake.request('GET', `/v1/complaints?status=${status}`, { token: agent })).body.items.length;
  expect((await withdraw()).status).toBe(200);
  await deliver(intake.db, hears, ComplaintClosed({ ...ComplaintClosed.example, complaintId }));
  expect(await view()).toMatchObject({ status: 'closed', allowedActions: [] });
  const reopenedAt = new Date(Date.now() + 1_000).toISOString();
  await deliver(intake.db, hears, ComplaintReopened({ ...ComplaintReopened.example, complaintId, cycle: 2, reopenedAt }), { sequence: 2 });
  expect(await view()).toMatchObject({ status: 'in-progress', allowedActions: ['withdraw'] });
  expect([await found('in-progress'), await found('withdrawn')]).toEqual([1, 0]);
  expect((await intake.request('GET', '/v1/tracking', { token: customer })).body).toMatchObject({ status: 'in-progress', canWithdraw: true });

  await intake.db.query(`update handling set reopened_at = now() - interval '1 minute'`); // the reopening was a while ago
  await intake.db.query(`update complaint set withdrawn_at = now() - interval '2 minutes'`);
  expect((await withdraw()).status).toBe(200);
  expect([(await view()).status, await found('withdrawn')]).toEqual(['withdrawn', 1]);
});

it('C8 is too late once it is closed, and closed wins when both are heard', async () => {
  const { body } = await register();
  await deliver(intake.db, hears, ComplaintClosed({ ...ComplaintClosed.example, complaintId: body.complaintId }));
  const late = await intake.request('POST', '/v1/tracking/withdrawal', {
    token: customerToken({ complaintId: body.complaintId }),
    body: { understood: true },
  });
  expect([late.status, late.body.code]).toEqual([409, 'complaint.already-closed']);
});
