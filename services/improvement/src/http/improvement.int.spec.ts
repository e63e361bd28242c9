import { startService, token, type StartedService } from '#libs/test-kit';
import { aRegistration, MONDAY } from '../../test/builders.js';
import { closings, hear } from '../../test/seed.js';
import { addDays } from '../domain/calendar.js';
import { improvementSettings } from '../improvement.config.js';
import { ImprovementModule } from '../improvement.module.js';
import { improvementDatabase } from '../store/database.js';

let service: StartedService;
const leader = token({ roles: ['leader'], name: 'Lena' });
const engineer = token({ roles: ['engineer'], name: 'Eun' });
const importer = token({ roles: ['importer'], name: 'Import' });
const secondImporter = token({ roles: ['importer'], name: 'Second Import' });
const agent = token({ roles: ['agent'], name: 'Minji' });

beforeAll(async () => {
  service = await startService(ImprovementModule, { database: improvementDatabase, settings: improvementSettings });
  await hear(service.db, ...closings(MONDAY, new Array<number>(28).fill(1)), ...closings(MONDAY, [9], { causeCode: 'app-outage', product: 'app' }));
  await hear(service.db, aRegistration(1), aRegistration(2, { kind: 'praise', language: 'te' }));
});
afterAll(() => service.stop());

const get = (path: string, who = leader) => service.request('GET', path, { token: who });
const theProblem = async () => (await get('/v1/problems')).body.items[0];

describe('reading', () => {
  it('C49 C50 metrics, with the complaints behind them', async () => {
    const { status, body } = await get('/v1/metrics');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ received: 38, open: 1, closed: 37, withdrawn: 0, causesRecorded: 37 },
      byKind: { complaint: 38, question: 0, praise: 1, suggestion: 0 },
      byLanguage: { en: 0, ko: 38, te: 0 },
      spikes: [{ causeCode: 'app-outage', product: 'app', on: MONDAY, count: 9 }],
      problems: [{ causeCode: 'membership-hard-to-cancel', before: null, verdict: null }],
      closeHours: { count: 37, p50: 9, p90: 9, byCycle: [{ cycle: 1, count: 37 }] },
    });
    expect(body.byWeek[0]).toEqual({ week: MONDAY, received: 17, closed: 16, withdrawn: 0 });

    const behind = await get('/v1/cause-records?causeCode=app-outage&product=app&from=2026-03-02&to=2026-03-02');
    expect(behind.body.items).toHaveLength(9);
  });

  it.each([
    ['', 37],
    ['causeCode=app-outage', 9],
    ['product=app', 9],
    ['causeCode=app-outage&product=membership', 0],
    [`from=${addDays(MONDAY, 1)}`, 27],
    [`to=${MONDAY}`, 10],
    [`from=${addDays(MONDAY, 1)}&to=${addDays(MONDAY, 7)}&causeCode=membership-hard-to-cancel`, 7],
  ])('C50 the complaints behind a number: "%s" are %i', async (asked, count) => {
    expect((await get(`/v1/cause-records?limit=200&${asked}`)).body.items).toHaveLength(count);
  });

  it('finds problems and fix tasks by their status', async () => {
    for (const what of ['problems', 'fix-tasks']) {
      const count = async (status: string) => (await get(`/v1/${what}?status=${status}`)).body.items.length as number;
      expect([await count('open'), await count(what === 'problems' ? 'closed' : 'shipped')]).toEqual([1, 0]);
    }
  });

  it('the counts alone, for those who ask often', async () => {
    expect((await get('/v1/metrics?only=counts')).body).toEqual({ received: 38, open: 1, closed: 37, withdrawn: 0, causesRecorded: 37 });
  });

  it('pages through cause records without losing or repeating any', async () => {
    const seen: string[] = [];
    let path: string | null = '/v1/cause-records?limit=10';
    while (path) {
      const { body } = await get(path);
      seen.push(...body.items.map((item: { complaintId: string }) => item.complaintId));
      path = body.nextCursor && `/v1/cause-records?limit=10&cursor=${body.nextCursor}`;
    }
    expect(seen).toHaveLength(37);
    expect(new Set(seen).size).toBe(37);
  });

  it('a problem with its fix tasks and weeks', async () => {
    const line = await theProblem();
    expect(line).toMatchObject({
      status: 'open',
      cycle: 1,
      openedOn: '2026-03-06',
      cycles: [{ cycle: 1, shippedAt: null, verdict: null }],
      version: 1,
    });
    const { body, headers } = await get(`/v1/problems/${line.problemId}`, agent);
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toMatchObject({ fixTasks: [{ status: 'open', expectedReduction: 0.5 }], checks: [], allowed: ['start'] });
    expect(body.weekly).toEqual([0, 7, 14, 21].map((days) => ({ week: addDays(MONDAY, days), count: 7 })));
  });

  it.each([
    ['/v1/problems/0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01', 404],
    ['/v1/problems/17', 422],
    ['/v1/problems?status=solved', 422],
    ['/v1/fix-tasks?limit=1000', 422],
    ['/v1/metrics?only=sums', 422],
    ['/v1/cause-records?cursor=made-up', 400],
    ['/v1/cause-records?from=tomorrow', 422],
    ['/v1/cause-records?from=0000-01-01', 422],
    ['/v1/cause-records?from=2026-03-03&to=2026-03-02', 422],
  ])('%s answers %i', async (path, status) => expect((await get(path)).status).toBe(status));

  it('needs a token, and customers see nothing', async () => {
    expect((await service.request('GET', '/v1/metrics')).status).toBe(401);
    expect((await get('/v1/metrics', token({ roles: [], name: 'Nobody' }))).status).toBe(403);
  });
});

describe('working on a fix', () => {
  const post = (path: string, who: Promise<string>, version: number | undefined, body?: unknown, headers: Record<string, string> = {}) =>
    service.request('POST', path, { token: who, body, headers: { ...(version === undefined ? {} : { 'if-match': `"${version}"` }), ...headers } });

  it('C35 C42 C44 from plan to second person, and every wrong turn refused', async () => {
    const { problemId, cycles } = await theProblem();
    const task = `/v1/fix-tasks/${cycles[0].fixTaskId}`;
    const plan = (body: unknown, version = 1) => service.request('PATCH', task, { token: engineer, body, headers: { 'if-match': `"${version}"` } });

    expect((await plan({ owner: 'eun', dueOn: '2026-04-10', expectedReduction: 0.6 })).body).toMatchObject({
      owner: 'eun',
      dueOn: '2026-04-10',
      version: 2,
    });
    expect((await plan({ owner: 'ravi' })).status).toBe(412);
    expect((await plan({}, 2)).status).toBe(422);
    expect((await plan({ expectedReduction: 2 }, 2)).body.errors).toEqual([expect.objectContaining({ pointer: '/expectedReduction' })]);

    expect((await post(`${task}/start`, engineer, undefined)).status).toBe(428);
    expect((await post(`${task}/start`, agent, 2)).status).toBe(403);
    expect((await post(`${task}/ship`, engineer, 2)).body).toMatchObject({ status: 409, code: 'lifecycle.illegal-transition', allowed: ['start'] });
    expect((await post(`${task}/start`, engineer, 2, {}, { 'effective-at': '2026-03-27T10:00:00Z' })).status).toBe(403);
    const past = (at: string) => ({ 'effective-at': at });
    expect((await post(`${task}/start`, importer, undefined, {}, past('2026-03-27T10:00:00Z'))).body).toMatchObject({
      status: 'started',
      version: 3,
    });
    const ship = (note: string) => post(`${task}/ship`, importer, 3, { note }, { ...past('2026-03-30T10:00:00Z'), 'idempotency-key': 'ship-1' });
    const shipped = await ship('two clicks');
    expect((await ship('two clicks')).body).toEqual(shipped.body);
    expect((await ship('three clicks')).body.code).toBe('idempotency-key.reused');
    expect(shipped.body).toMatchObject({
      status: 'shipped',
      shippedBy: 'import',
      shipNote: 'two clicks',
      windows: { afterFrom: '2026-03-31', judgeOn: '2026-05-04' },
    });
    expect((await post(`${task}/ship`, engineer, 4)).body).toMatchObject({ status: 409, allowed: [] });
    expect((await plan({ expectedReduction: 0.1 }, 4)).body).toMatchObject({ status: 409, code: 'fix-task.criteria-frozen' });

    expect((await post('/v1/reviews', leader, undefined, { asOf: '2026-05-04' })).status).toBe(403);
    expect((await post('/v1/reviews', importer, undefined, { asOf: '2999-01-01' })).body).toMatchObject({
      status: 422,
      code: 'review.day-in-the-future',
    });
    expect((await post('/v1/reviews', importer, undefined, { asOf: '2026-05-04', now: true })).status).toBe(422);
    expect((await post('/v1/reviews', importer, undefined, { asOf: '0001-01-01' })).status).toBe(422);
    const early = await post(`/v1/problems/${problemId}/closure`, leader, 3);
    expect(early.body).toMatchObject({ status: 409, allowed: ['confirm', 'fail'] });
    const review = await post('/v1/reviews', importer, undefined, { asOf: '2026-05-04' }, past('2026-05-04T23:59:59Z'));
    expect(review.body).toEqual({ asOf: '2026-05-04', problemsOpened: 0, checks: [{ fixTaskId: cycles[0].fixTaskId, verdict: 'held' }] });

    expect((await post(`/v1/problems/${problemId}/closure`, importer, undefined)).body).toMatchObject({
      status: 403,
      code: 'problem.needs-second-person',
    });
    expect((await post(`/v1/problems/${problemId}/closure`, leader, 3)).status).toBe(412);
    const beforeVerdict = await post(`/v1/problems/${problemId}/closure`, secondImporter, 4, {}, past('2026-05-03T09:00:00Z'));
    expect(beforeVerdict.body).toMatchObject({
      status: 422,
      code: 'problem.closed-before-verdict',
      remedy: 'State a moment in Effective-At from 2026-05-04 on.',
    });
    const closed = await post(`/v1/problems/${problemId}/closure`, leader, 4, { note: 'seen' });
    expect(closed.body).toMatchObject({ status: 'closed', closedBy: 'lena', checks: [{ verdict: 'held', before: 28, after: 0 }] });
    expect((await post(`/v1/problems/${problemId}/closure`, leader, 5)).status).toBe(409);
  });
});

it('documents every route', async () => {
  const { body } = await service.request('GET', '/docs-json');
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([
      '/v1/problems',
      '/v1/problems/{id}',
      '/v1/problems/{id}/closure',
      '/v1/fix-tasks/{id}/ship',
      '/v1/metrics',
      '/v1/reviews',
    ]),
  );
});
