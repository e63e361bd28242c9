import { deliver, emitted, startService, token, type StartedService } from '#libs/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { aPolicy } from '../../test/builders.js';
import { registered, withAgents, wrongLoads } from '../../test/seed.js';
import { assignmentSettings } from '../assignment.config.js';
import { AssignmentModule } from '../assignment.module.js';
import { hears } from '../handlers/index.js';
import { assignmentDatabase } from '../store/database.js';

const handlers = hears(aPolicy());
const minji = () => token({ roles: ['agent'], name: 'Minji' });
const ravi = () => token({ roles: ['agent'], name: 'Ravi' });
const supervisor = () => token({ roles: ['supervisor'], name: 'Soo-ah' });

let service: StartedService;
beforeAll(async () => {
  service = await startService(AssignmentModule, { database: assignmentDatabase, settings: assignmentSettings });
});
afterAll(() => service.stop());
beforeEach(() => service.db.query('truncate assignment, escalation, agent, team, outbox'));
afterEach(async () => expect(await wrongLoads(service.db)).toEqual([]));

/** A complaint in Telugu: nobody is given it by routing, anybody may take it. */
const waiting = async (over: Parameters<typeof registered>[0] = {}) => {
  const event = registered({ language: 'te', ...over });
  await deliver(service.db, handlers, event);
  return event.key;
};
const bySubject = () => withAgents(service.db, { subject: 'minji', capacity: 2 }, { subject: 'ravi', capacity: 2 });

describe('taking from the queue', () => {
  it('C21 of two agents in the same instant exactly one gets it, the other learns that and what to do', async () => {
    await bySubject();
    for (let round = 0; round < 2; round += 1) {
      const id = await waiting();
      const answers = await Promise.all([minji(), ravi()].map((who) => service.request('POST', `/v1/assignments/${id}/take`, { token: who })));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
        code: 'assignment.held-by-another',
        remedy: expect.stringContaining('queue'),
      });
      expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({ status: 'assigned', how: 'taken', agentName: 'Minji' });
    }
    expect(await emitted(service.db, 'complaint.assigned.v1')).toHaveLength(2);
  });

  it('may be repeated by the same agent, without a second event', async () => {
    await bySubject();
    const id = await waiting();
    const first = await service.request('POST', `/v1/assignments/${id}/take`, { token: minji() });
    const second = await service.request('POST', `/v1/assignments/${id}/take`, { token: minji() });
    expect([first.status, second.status, second.headers.get('etag')]).toEqual([200, 200, '"2"']);
    expect(await emitted(service.db, 'complaint.assigned.v1')).toHaveLength(1);
  });

  it('C3 with an Idempotency-Key release is repeated without harm, and the key is for one complaint', async () => {
    await bySubject();
    const [id, other] = [await waiting(), await waiting()];
    await service.request('POST', `/v1/assignments/${id}/take`, { token: minji() });
    const release = (of: string) =>
      service.request('POST', `/v1/assignments/${of}/release`, {
        token: minji(),
        body: {},
        headers: { 'if-match': '"2"', 'idempotency-key': 'back' },
      });
    const [first, again, elsewhere] = [await release(id), await release(id), await release(other)];
    expect([first.status, again.status, again.headers.get('idempotent-replayed'), again.headers.get('etag')]).toEqual([200, 200, 'true', '"3"']);
    expect(again.body).toEqual(first.body);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'idempotency-key.reused']);
  });

  it('is refused to people who are no agents, who are full, or when it is over', async () => {
    await withAgents(service.db, { subject: 'minji', capacity: 0 }, { subject: 'ravi' });
    const id = await waiting();
    const stranger = await service.request('POST', `/v1/assignments/${id}/take`, { token: token({ roles: ['agent'], name: 'Nobody' }) });
    expect(stranger).toMatchObject({ status: 403, body: { code: 'agent.not-registered', remedy: expect.stringContaining('POST /v1/agents') } });
    expect(await service.request('POST', `/v1/assignments/${id}/take`, { token: minji() })).toMatchObject({
      status: 409,
      body: { code: 'agent.at-capacity' },
    });
    const praise = await waiting({ kind: 'praise' });
    expect(await service.request('POST', `/v1/assignments/${praise}/take`, { token: ravi() })).toMatchObject({ status: 409, body: { allowed: [] } });
    expect(await service.request('POST', `/v1/assignments/${uuidv7()}/take`, { token: ravi() })).toMatchObject({ status: 404 });
  });
});

describe('giving it back and handing it on', () => {
  it('release returns it to the queue with the reason, and routing does not hand it to the same agent again', async () => {
    const [agent] = await withAgents(service.db, { subject: 'minji', capacity: 2, languages: ['ko', 'te'] });
    const id = await waiting();
    const { headers } = await service.request('GET', `/v1/assignments/${id}`, { token: minji() });
    const path = `/v1/assignments/${id}/release`;
    expect(await service.request('POST', path, { token: minji() })).toMatchObject({ status: 428 });
    expect(await service.request('POST', path, { token: minji(), headers: { 'if-match': '"1"' } })).toMatchObject({ status: 412 });
    expect(await service.request('POST', path, { token: ravi(), body: {}, headers: { 'if-match': headers.get('etag')! } })).toMatchObject({
      status: 403,
      body: { code: 'assignment.not-yours' },
    });
    const released = await service.request('POST', path, {
      token: minji(),
      body: { reason: 'needs a chemist' },
      headers: { 'if-match': headers.get('etag')! },
    });
    expect(released).toMatchObject({
      status: 200,
      body: { status: 'queued', queueReason: 'released', releaseReason: 'needs a chemist', agentId: null },
    });
    expect((await emitted(service.db, 'complaint.queued.v1')).map(({ data }) => data['reason'])).toEqual(['released']);
    expect((await service.request('GET', '/v1/queue', { token: minji() })).body.items).toMatchObject([{ complaintId: id, waitingMinutes: 0 }]);
    expect(agent?.openCount).toBe(0);
  });

  it('transfer moves it and the load; whoever had it gets what waits', async () => {
    const [, raviRow] = await withAgents(
      service.db,
      { subject: 'minji', capacity: 1, languages: ['te'] },
      { subject: 'ravi', capacity: 1, languages: ['en'] },
    );
    const [first, second] = [await waiting(), await waiting()];
    const moved = await service.request('POST', `/v1/assignments/${first}/transfer`, {
      token: minji(),
      body: { agentId: raviRow!.id },
      headers: { 'if-match': '"2"' },
    });
    expect(moved).toMatchObject({ status: 200, body: { agentId: raviRow!.id, how: 'transferred' } });
    expect((await service.request('GET', `/v1/assignments/${second}`, { token: ravi() })).body).toMatchObject({
      status: 'assigned',
      agentName: 'Minji',
    });
    const full = { token: supervisor(), body: { agentId: raviRow!.id }, headers: { 'if-match': '"2"' } };
    expect(await service.request('POST', `/v1/assignments/${second}/transfer`, full)).toMatchObject({
      status: 409,
      body: { code: 'agent.at-capacity' },
    });
    const nobody = { ...full, body: { agentId: uuidv7() } };
    expect(await service.request('POST', `/v1/assignments/${second}/transfer`, nobody)).toMatchObject({
      status: 422,
      body: { code: 'agent.unknown' },
    });
  });
});

describe('moving', () => {
  const transfer = (id: string, who: Promise<string>, agentId: string, version = 2) =>
    service.request('POST', `/v1/assignments/${id}/transfer`, { token: who, body: { agentId }, headers: { 'if-match': `"${version}"` } });

  it('C51 only who has it, a supervisor or an admin hands it on, upon the version that they read', async () => {
    const [minjiRow, raviRow] = await bySubject();
    const id = await waiting();
    await service.request('POST', `/v1/assignments/${id}/take`, { token: minji() });
    expect(await transfer(id, ravi(), raviRow!.id)).toMatchObject({ status: 403, body: { code: 'assignment.not-yours' } });
    expect(await transfer(id, minji(), raviRow!.id, 1)).toMatchObject({ status: 412, body: { code: 'version.stale' } });
    expect((await service.request('GET', `/v1/assignments/${id}`, { token: minji() })).body.agentId).toBe(minjiRow!.id);
    const admin = token({ roles: ['admin'], name: 'Root' });
    expect(await transfer(id, admin, raviRow!.id)).toMatchObject({ status: 200, body: { agentId: raviRow!.id } });
  });

  it('nobody is handed a complaint while they are away, but who is away may take one', async () => {
    const [, raviRow] = await withAgents(service.db, { subject: 'minji' }, { subject: 'ravi', available: false });
    const id = await waiting();
    expect(await transfer(id, supervisor(), raviRow!.id, 1)).toMatchObject({ status: 409, body: { code: 'agent.unavailable' } });
    expect(await service.request('POST', `/v1/assignments/${id}/take`, { token: ravi() })).toMatchObject({ status: 200 });
  });

  it('C21 who gives one back gets the next that waits', async () => {
    await withAgents(service.db, { subject: 'minji', capacity: 1, languages: ['te'] });
    const [first, second] = [await waiting(), await waiting()];
    const released = await service.request('POST', `/v1/assignments/${first}/release`, { token: minji(), headers: { 'if-match': '"2"' } });
    expect(released).toMatchObject({ status: 200, body: { status: 'queued', releaseReason: null } });
    expect((await service.request('GET', `/v1/assignments/${second}`, { token: minji() })).body).toMatchObject({ status: 'assigned' });
  });
});

describe('lists', () => {
  it('C21 show the queue in the order in which it is served, page by page', async () => {
    const ids = { normal: await waiting(), urgent: await waiting({ priority: 'urgent' }), high: await waiting({ priority: 'high' }) };
    const inOrder = [ids.urgent, ids.high, ids.normal];
    const { body: whole } = await service.request('GET', '/v1/queue', { token: minji() });
    expect(whole.items.map(({ complaintId }: { complaintId: string }) => complaintId)).toEqual(inOrder);
    const byPages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await service.request('GET', `/v1/queue?limit=1${cursor && `&cursor=${cursor}`}`, { token: minji() });
      byPages.push(body.items[0].complaintId);
      cursor = body.nextCursor;
    }
    expect(byPages).toEqual(inOrder);
  });

  it('show what is mine, and page through everything once', async () => {
    await withAgents(service.db, { subject: 'minji', languages: ['ko'] });
    for (let n = 0; n < 3; n += 1) await waiting(n === 0 ? { language: 'ko' } : {});
    const mine = await service.request('GET', '/v1/assignments?agentId=me', { token: minji() });
    expect(mine.body.items).toHaveLength(1);
    expect((await service.request('GET', '/v1/assignments?agentId=me', { token: ravi() })).body).toEqual({ items: [], nextCursor: null });

    const seen = new Set<string>();
    for (const path of ['/v1/assignments?status=queued&limit=1', '/v1/queue?limit=1']) {
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await service.request('GET', path + (cursor && `&cursor=${cursor}`), { token: supervisor() });
        seen.add(page.body.items[0].complaintId);
        cursor = page.body.nextCursor;
      }
    }
    expect(seen.size).toBe(2);
    expect(await service.request('GET', '/v1/queue', { token: token({ roles: ['engineer'] }) })).toMatchObject({ status: 403 });
  });
});
