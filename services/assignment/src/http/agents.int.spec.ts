import { deliver, startService, token, type StartedService } from '#libs/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { aPolicy } from '../../test/builders.js';
import { registered } from '../../test/seed.js';
import { assignmentSettings } from '../assignment.config.js';
import { AssignmentModule } from '../assignment.module.js';
import { hears } from '../handlers/index.js';
import { assignmentDatabase } from '../store/database.js';

const supervisor = () => token({ roles: ['supervisor'], name: 'Soo-ah' });
const importer = () => token({ roles: ['importer'], name: 'Import' });
const agent = (teamId: string) => ({ subject: 'minji', displayName: 'Minji', teamId, languages: ['ko'], capacity: 1 });

let service: StartedService;
let teamId: string;
beforeAll(async () => {
  service = await startService(AssignmentModule, { database: assignmentDatabase, settings: assignmentSettings });
});
afterAll(() => service.stop());
beforeEach(async () => {
  await service.db.query('truncate assignment, escalation, agent, team, outbox, idempotency_key');
  const created = await service.request('POST', '/v1/teams', { token: supervisor(), body: { name: 'Membership', skills: ['membership'] } });
  expect(created).toMatchObject({ status: 201, body: { name: 'Membership', skills: ['membership'], version: 1 } });
  teamId = created.body.id;
});

const register = (body: unknown, headers: Record<string, string> = {}) =>
  service.request('POST', '/v1/agents', { token: supervisor(), body, headers });
const statusOf = async (complaintId: string) => (await service.request('GET', `/v1/assignments/${complaintId}`, { token: supervisor() })).body.status;

describe('teams and agents', () => {
  it('C21 a new agent, more capacity and coming back each move the queue at once', async () => {
    const complaints = [registered(), registered(), registered(), registered({ product: 'delivery' })];
    for (const event of complaints) await deliver(service.db, hears(aPolicy()), event);
    const created = await register(agent(teamId));
    expect(created).toMatchObject({ status: 201, body: { openCount: 1, available: true, care: false, skills: [], version: 1 } });
    expect(await Promise.all(complaints.map(({ key }) => statusOf(key)))).toEqual(['assigned', 'queued', 'queued', 'queued']);

    const path = `/v1/agents/${created.body.id}`;
    const away = await service.request('PATCH', path, {
      token: supervisor(),
      body: { available: false, capacity: 3 },
      headers: { 'if-match': '"1"' },
    });
    expect(away).toMatchObject({ status: 200, body: { openCount: 1, available: false, version: 2 } });
    const back = await service.request('PATCH', path, { token: supervisor(), body: { available: true }, headers: { 'if-match': '"2"' } });
    expect(back).toMatchObject({ status: 200, body: { openCount: 3, version: 3 } });
    expect(await Promise.all(complaints.map(({ key }) => statusOf(key)))).toEqual(['assigned', 'assigned', 'assigned', 'queued']);
    const skilled = await service.request('PATCH', path, { token: importer(), body: { skills: ['delivery'], capacity: 4 } });
    expect(skilled).toMatchObject({ status: 200, body: { openCount: 4 } });
  });

  it('C21 an agent is found by the subject of the token, character by character', async () => {
    const subject = 'jose\u0301';
    expect(await register({ ...agent(teamId), subject })).toMatchObject({ status: 201, body: { subject } });
    const event = registered({ language: 'te' });
    await deliver(service.db, hears(aPolicy()), event);
    const who = token({ roles: ['agent'], subject });
    expect(await service.request('POST', `/v1/assignments/${event.key}/take`, { token: who })).toMatchObject({ status: 200 });
  });

  it('keep their version when a change says what is so already: whoever read it may go on', async () => {
    const { body } = await register({ ...agent(teamId), skills: ['delivery'] });
    const same = { available: true, capacity: 1, skills: ['delivery'], languages: ['ko'] };
    const patch = (changes: unknown) =>
      service.request('PATCH', `/v1/agents/${body.id}`, { token: supervisor(), body: changes, headers: { 'if-match': '"1"' } });
    expect(await patch(same)).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await patch({ ...same, skills: [] })).toMatchObject({ status: 200, body: { version: 2 } });
  });

  it('are changed on what was read, by those who may, within bounds', async () => {
    const { body } = await register(agent(teamId));
    const patch = (changes: unknown, headers: Record<string, string> = { 'if-match': '"1"' }, who = supervisor()) =>
      service.request('PATCH', `/v1/agents/${body.id}`, { token: who, body: changes, headers });
    expect(await patch({ capacity: 2 }, {})).toMatchObject({ status: 428 });
    expect(await patch({ capacity: 2 }, { 'if-match': '"7"' })).toMatchObject({ status: 412, body: { code: 'version.stale' } });
    expect(await patch({ capacity: -1 })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/capacity' }] } });
    expect(await patch({})).toMatchObject({ status: 422 });
    expect(await patch({ capacity: 2, subject: 'ravi' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/subject' }] } });
    expect(await patch({ capacity: 2 }, undefined, token({ roles: ['agent'] }))).toMatchObject({ status: 403 });
    expect(await register({ ...agent(teamId), displayName: 'Again' })).toMatchObject({ status: 409, body: { code: 'agent.subject-taken' } });
    expect(await register({ ...agent(uuidv7()), subject: 'ravi' })).toMatchObject({ status: 422, body: { code: 'team.unknown' } });
    expect(await register({ ...agent(teamId), subject: 'ravi', languages: ['xx'] })).toMatchObject({ status: 422 });
  });

  it('C3 registering twice with one Idempotency-Key makes one agent', async () => {
    const headers = { 'idempotency-key': 'minji-1' };
    const [first, second] = [await register(agent(teamId), headers), await register(agent(teamId), headers)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect((await service.request('GET', '/v1/agents', { token: supervisor() })).body.items).toHaveLength(1);
    expect((await service.request('GET', '/v1/teams', { token: supervisor() })).body.items).toHaveLength(1);
  });

  it('are listed page by page, the latest first and each once', async () => {
    const agents = [await register({ ...agent(teamId), subject: 'one' }), await register({ ...agent(teamId), subject: 'two' })];
    const second = await service.request('POST', '/v1/teams', { token: supervisor(), body: { name: 'Delivery', skills: [] } });
    const idsBehind = async (path: string): Promise<string[]> => {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null && seen.length < 5;) {
        const { body } = await service.request('GET', `${path}?limit=1${cursor && `&cursor=${cursor}`}`, { token: supervisor() });
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor;
      }
      return seen;
    };
    expect(await idsBehind('/v1/agents')).toEqual(agents.map(({ body }) => body.id).toReversed());
    expect(await idsBehind('/v1/teams')).toEqual([second.body.id, teamId]);
  });

  it('tell the gateway a name, and Prometheus how long the queue is', async () => {
    const { body } = await register(agent(teamId));
    expect(await service.request('GET', `/internal/agents/${body.id}/display-name`)).toMatchObject({ status: 200, body: { displayName: 'Minji' } });
    expect(await service.request('GET', `/internal/agents/${uuidv7()}/display-name`)).toMatchObject({ status: 404 });
    await deliver(service.db, hears(aPolicy()), registered({ language: 'te' }));
    const metrics = await service.request('GET', '/metrics');
    expect(metrics.body).toContain('redress_assignment_queue_complaints{reason="no-suitable-agent"} 1');
    expect(metrics.body).toContain('redress_assignment_queue_longest_wait_seconds{reason="released"} 0');
  });

  it('describes itself, /internal included for the gateway', async () => {
    const { body } = await service.request('GET', '/docs-json');
    expect(body.openapi).toMatch(/^3\.1/);
    expect(Object.keys(body.paths).toSorted()).toEqual([
      '/internal/agents/{id}/display-name',
      '/v1/agents',
      '/v1/agents/{id}',
      '/v1/assignments',
      '/v1/assignments/{complaintId}',
      '/v1/assignments/{complaintId}/release',
      '/v1/assignments/{complaintId}/take',
      '/v1/assignments/{complaintId}/transfer',
      ...['discards', 'flow', 'parked', 'parked/{id}', 'redrives', 'refused', 'refused/discards', 'refused/redrives', 'refused/{id}'].map(
        (route) => `/v1/events/assignment/${route}`,
      ),
      '/v1/queue',
      '/v1/teams',
    ]);
  });
});
