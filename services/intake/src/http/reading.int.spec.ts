import { ComplaintAssigned, ComplaintClosed } from '#libs/contracts';
import { customerToken, deliver, token, type StartedService } from '#libs/test-kit';
import { COLD_SOUP, emptyIntake, registerAt, startIntake } from '../../test/counter.js';
import { hears } from '../handlers/index.js';

const agent = token({ roles: ['agent'], name: 'Minji' });
const importer = token({ roles: ['importer'], name: 'Archive' });

let intake: StartedService;
beforeAll(async () => (intake = await startIntake()));
afterAll(() => intake.stop());
beforeEach(() => emptyIntake(intake));

const register = (body: object = {}, request: object = {}) => registerAt(intake, body, request);

it('lists newest first, page by page, filtered', async () => {
  for (let day = 1; day <= 5; day += 1)
    await register(
      { externalId: `d${day}`, kind: day === 3 ? 'praise' : 'complaint' },
      { token: importer, headers: { 'effective-at': `2021-03-0${day}T10:00:00Z` } },
    );
  const first = await intake.request('GET', '/v1/complaints?limit=3', { token: agent });
  const second = await intake.request('GET', `/v1/complaints?limit=3&cursor=${first.body.nextCursor}`, { token: agent });
  expect([...first.body.items, ...second.body.items].map(({ externalId }: { externalId: string }) => externalId)).toEqual([
    'd5',
    'd4',
    'd3',
    'd2',
    'd1',
  ]);
  expect(second.body.nextCursor).toBeNull();
  expect((await intake.request('GET', '/v1/complaints?kind=praise', { token: agent })).body.items).toHaveLength(1);
  expect((await intake.request('GET', '/v1/complaints?status=received', { token: agent })).body.items).toHaveLength(5);
  expect((await intake.request('GET', '/v1/complaints?status=closed', { token: agent })).body.items).toHaveLength(0);
});

it('C11 C13 the customer sees plain words in the own language and nothing internal', async () => {
  const { body } = await register({ language: 'ko' });
  const { agentId } = ComplaintAssigned.example;
  await deliver(intake.db, hears, ComplaintAssigned({ ...ComplaintAssigned.example, complaintId: body.complaintId }));
  const { status, body: view } = await intake.request('GET', '/v1/tracking', { token: customerToken({ complaintId: body.complaintId }) });
  expect(status).toBe(200);
  expect(view).toMatchObject({
    reference: body.reference,
    status: 'in-progress',
    agentId,
    answerDueAt: ComplaintAssigned.example.answerDueAt,
    canWithdraw: true,
  });
  expect(view.timeline.map(({ sentence }: { sentence: string }) => sentence)).toContain('담당 직원이 정해졌습니다.');
  expect(Object.keys(view).sort()).toEqual(
    ['reference', 'kind', 'status', 'language', 'registeredAt', 'answerDueAt', 'lastStep', 'nextStep', 'canWithdraw', 'timeline', 'agentId'].sort(),
  );
  for (const step of [view.lastStep, ...view.timeline]) expect(Object.keys(step).sort()).toEqual(['at', 'sentence']);
});

it.each(['closed', 'withdrawn'])('C11 of what is %s no answer is promised any more, and nothing is left to take back', async (end) => {
  const { complaintId } = (await register()).body;
  const customer = customerToken({ complaintId });
  await deliver(intake.db, hears, ComplaintAssigned({ ...ComplaintAssigned.example, complaintId }));
  if (end === 'closed') await deliver(intake.db, hears, ComplaintClosed({ ...ComplaintClosed.example, complaintId }));
  else await intake.request('POST', '/v1/tracking/withdrawal', { token: customer, body: { understood: true } });
  const { body: view } = await intake.request('GET', '/v1/tracking', { token: customer });
  expect(view).toMatchObject({ status: end, answerDueAt: null, canWithdraw: false });
});

it('C4 C7 shows staff everything that was told, and finds it by each of it', async () => {
  const told = {
    kind: 'praise',
    product: 'gift-card',
    aboutColleague: 'jiho',
    orderNumber: 'A-17',
    remedySought: 'An apology.',
    externalId: 'msg-1',
  };
  const { body } = await register({ ...told, customer: { email: 'ana@example.org' } });
  await register({ customer: { email: 'ben@example.org' } });
  const view = (await intake.request('GET', `/v1/complaints/${body.complaintId}`, { token: agent })).body;
  expect(view).toMatchObject({ ...told, text: COLD_SOUP.text, language: 'en', customerId: expect.any(String) as string });
  const typed = String(body.reference).replaceAll('-', ' ').toLowerCase();
  for (const asked of [`product=gift-card`, `colleague=jiho`, `customerId=${view.customerId}`, `reference=${typed}`, `kind=praise`]) {
    const { items } = (await intake.request('GET', `/v1/complaints?${asked}`, { token: agent })).body;
    expect(items.map(({ complaintId }: { complaintId: string }) => complaintId)).toEqual([body.complaintId]);
  }
});

it('pages through complaints of one moment without losing or repeating any', async () => {
  const headers = { 'effective-at': '2021-03-09T10:00:00Z' };
  const told = await Promise.all([1, 2, 3, 4, 5].map(() => register({}, { token: importer, headers })));
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await intake.request('GET', `/v1/complaints?limit=2${cursor && `&cursor=${cursor}`}`, { token: agent });
    seen.push(...body.items.map(({ complaintId }: { complaintId: string }) => complaintId));
    cursor = body.nextCursor;
  }
  expect(seen.toSorted()).toEqual(told.map(({ body }) => String(body.complaintId)).toSorted());
});

it('C11 a tracking token opens its own complaint; an unknown one opens nothing', async () => {
  const { body } = await register();
  const { body: opened } = await intake.request('POST', '/internal/tracking-sessions', { body: { token: body.trackingToken } });
  expect((await intake.request('GET', '/v1/tracking', { token: opened.session })).body.reference).toBe(body.reference);
  expect((await intake.request('POST', '/internal/tracking-sessions', { body: { token: 'AAAAAAAAAAAAAAAAAAAAAA' } })).status).toBe(404);
  expect((await intake.request('GET', `/v1/complaints/${body.complaintId}`, { token: opened.session })).status).toBe(403);
});
