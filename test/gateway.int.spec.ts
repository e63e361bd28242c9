import { createClient, ApiProblem } from '#libs/api-client';
import { ComplaintAssigned } from '#libs/contracts';
import { deliver, startService, token, type StartedService } from '#libs/test-kit';
import { createHash } from 'node:crypto';
import { assignmentSettings } from '../services/assignment/src/assignment.config.js';
import { AssignmentModule } from '../services/assignment/src/assignment.module.js';
import { assignmentDatabase } from '../services/assignment/src/store/database.js';
import { gatewaySettings } from '../services/gateway/src/gateway.config.js';
import { GatewayModule } from '../services/gateway/src/gateway.module.js';
import { hears as intakeHears } from '../services/intake/src/handlers/index.js';
import { intakeSettings } from '../services/intake/src/intake.config.js';
import { IntakeModule } from '../services/intake/src/intake.module.js';
import { intakeDatabase } from '../services/intake/src/store/database.js';
import { hears as resolutionHears } from '../services/resolution/src/handlers/index.js';
import { resolutionSettings } from '../services/resolution/src/resolution.config.js';
import { ResolutionModule } from '../services/resolution/src/resolution.module.js';
import { resolutionDatabase } from '../services/resolution/src/store/database.js';

const AWAY = 'http://127.0.0.1:1';
const COLD_SOUP = { channel: 'app', text: 'The soup was cold again.', product: 'food-delivery', category: 'quality', language: 'en' } as const;

let intake: StartedService;
let assignment: StartedService;
let resolution: StartedService;
let gateway: StartedService;
const agent = token({ roles: ['agent', 'supervisor'] });

const open = (env: Record<string, string> = {}): Promise<StartedService> =>
  startService(GatewayModule, {
    settings: gatewaySettings,
    env: {
      INTAKE_URL: intake.url,
      ASSIGNMENT_URL: assignment.url,
      RESOLUTION_URL: resolution.url,
      IMPROVEMENT_URL: AWAY,
      GATEWAY_COMPLAINTS_PER_MINUTE: '1000',
      ...env,
    },
  });

beforeAll(async () => {
  intake = await startService(IntakeModule, { database: intakeDatabase, settings: intakeSettings });
  assignment = await startService(AssignmentModule, { database: assignmentDatabase, settings: assignmentSettings });
  resolution = await startService(ResolutionModule, { database: resolutionDatabase, settings: resolutionSettings });
  gateway = await open();
});
afterAll(async () => {
  for (const service of [gateway, resolution, assignment, intake]) await service?.stop();
});

async function registered(): Promise<{ complaintId: string; trackingToken: string; reference: string }> {
  const answer = await gateway.request('POST', '/v1/complaints', { body: COLD_SOUP });
  expect(answer.status).toBe(201);
  return answer.body as { complaintId: string; trackingToken: string; reference: string };
}

/** An agent who exists gets the complaint, and everybody hears of it. */
async function assigned(complaintId: string): Promise<string> {
  const team = await gateway.request('POST', '/v1/teams', { token: agent, body: { name: `Team ${complaintId}`, skills: [] } });
  const body = {
    subject: `agent-${complaintId}`,
    displayName: 'Kim Minji',
    teamId: team.body.id,
    skills: [],
    languages: ['en'],
    capacity: 10,
  };
  const made = await gateway.request('POST', '/v1/agents', { token: agent, body });
  expect(made.status).toBe(201);
  const agentId = made.body.id as string;
  const event = ComplaintAssigned({ ...ComplaintAssigned.example, complaintId, agentId });
  await deliver(intake.db, intakeHears, event);
  await deliver(resolution.db, resolutionHears, event);
  return agentId;
}

describe('one door to real services', () => {
  it('registers a complaint for anybody, once for one Idempotency-Key, and shows it to staff', async () => {
    const headers = { 'idempotency-key': 'soup-1' };
    const first = await gateway.request('POST', '/v1/complaints', { body: COLD_SOUP, headers });
    const again = await gateway.request('POST', '/v1/complaints', { body: COLD_SOUP, headers });
    expect([first.status, again.status, again.body.complaintId]).toEqual([201, 201, first.body.complaintId]);
    const read = await gateway.request('GET', `/v1/complaints/${first.body.complaintId}`, { token: agent });
    expect([read.status, read.body.text, read.headers.get('etag')]).toEqual([200, COLD_SOUP.text, `"${read.body.version}"`]);
  });

  it('takes an empty body for none where none is needed', async () => {
    const path = '/v1/assignments/0195f3c0-7a3e-7c11-9d52-000000000000/take';
    for (const body of [undefined, '']) {
      const taken = await gateway.request('POST', path, { token: agent, body, headers: { 'if-match': '"1"' } });
      expect([taken.status, taken.body.code]).toEqual([403, 'agent.not-registered']);
    }
  });

  it('lets the service refuse in its own words', async () => {
    const missing = await gateway.request('POST', '/v1/complaints', { body: { channel: 'app' } });
    expect([missing.status, missing.body.errors]).toEqual([422, [expect.objectContaining({ pointer: '/text' })]]);
    const empty = await gateway.request('POST', '/v1/complaints', { body: '' });
    expect([empty.status, empty.body.errors]).toEqual([422, [{ pointer: '', code: 'missing', detail: 'is missing' }]]);
    const broken = await gateway.request('POST', '/v1/complaints', { body: '{"channel":' });
    expect([broken.status, broken.body.code]).toEqual([400, 'request.malformed']);
    const { complaintId } = await registered();
    const blind = await gateway.request('POST', `/v1/complaints/${complaintId}/withdrawal`, { token: agent, body: { understood: true } });
    expect(blind.status).toBe(428);
  });
});

describe('a customer with a tracking token', () => {
  it('sees where it stands, who handles it, the decision and the conversation, and nothing internal', async () => {
    const { complaintId, trackingToken, reference } = await registered();
    const before = await gateway.request('GET', '/v1/tracking', { headers: { 'tracking-token': trackingToken } });
    expect([before.status, before.body.reference, before.body.handler, before.body.resolution]).toEqual([200, reference, null, null]);

    const agentId = await assigned(complaintId);
    const message = await gateway.request('POST', '/v1/tracking/messages', {
      headers: { 'tracking-token': trackingToken },
      body: { text: 'It was the third time.' },
    });
    expect(message.status).toBe(201);
    const { body } = await gateway.request('GET', '/v1/tracking', { headers: { 'tracking-token': trackingToken } });
    expect(body).toMatchObject({
      handler: 'Kim Minji',
      resolution: { status: 'investigating', messages: [{ from: 'customer', text: 'It was the third time.' }] },
    });
    expect(body).not.toHaveProperty('incomplete');
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${agentId}|agentId|priority|severity|team`));
  });

  it('sees the rest when a part is away', async () => {
    const { complaintId, trackingToken } = await registered();
    await assigned(complaintId);
    const view = async (env: Record<string, string>) => {
      const halved = await open(env);
      const { status, body } = await halved.request('GET', '/v1/tracking', { headers: { 'tracking-token': trackingToken } });
      await halved.stop();
      return { status, handler: body.handler, resolution: body.resolution?.status, incomplete: body.incomplete, code: body.code };
    };
    expect(await view({ RESOLUTION_URL: AWAY })).toEqual({
      status: 200,
      handler: 'Kim Minji',
      resolution: undefined,
      incomplete: true,
      code: undefined,
    });
    expect(await view({ ASSIGNMENT_URL: AWAY })).toEqual({
      status: 200,
      handler: null,
      resolution: 'investigating',
      incomplete: true,
      code: undefined,
    });
    expect(await view({ INTAKE_URL: AWAY })).toMatchObject({ status: 503, code: 'service.unavailable' });
  });

  it('withdraws, and the answer of every later request follows', async () => {
    const { trackingToken } = await registered();
    const headers = { 'tracking-token': trackingToken };
    expect((await gateway.request('GET', '/v1/tracking/withdrawal', { headers })).body.canWithdraw).toBe(true);
    expect((await gateway.request('POST', '/v1/tracking/withdrawal', { headers, body: { understood: true } })).status).toBe(200);
    expect((await gateway.request('GET', '/v1/tracking', { headers })).body.status).toBe('withdrawn');
  });

  it('with a wrong token learns nothing from the answer', async () => {
    const { trackingToken, complaintId } = await registered();
    const answers = await Promise.all(
      ['A'.repeat(trackingToken.length), trackingToken.slice(0, -1), 'x', complaintId, createHash('sha256').update(trackingToken).digest('hex')].map(
        (wrong) => gateway.request('GET', '/v1/tracking', { headers: { 'tracking-token': wrong } }),
      ),
    );
    for (const { status, body } of answers) {
      const { traceId: _, ...same } = body as Record<string, unknown>;
      const { traceId: __, ...first } = answers[0]!.body as Record<string, unknown>;
      expect([status, same]).toEqual([404, first]);
    }
  });

  it('does not get in with a session of the inside, nor with a token whose days are over', async () => {
    const { trackingToken, complaintId } = await registered();
    const { body } = await intake.request('POST', '/internal/tracking-sessions', { body: { token: trackingToken } });
    expect((await gateway.request('GET', '/v1/tracking', { token: body.session as string })).status).toBe(401);
    await intake.db.query(`update complaint set tracking_expires_at = now() - interval '1 day' where id = $1`, [complaintId]);
    expect((await gateway.request('GET', '/v1/tracking', { headers: { 'tracking-token': trackingToken } })).status).toBe(404);
  });
});

it('C11 a token whose days end opens nothing any more as soon as its exchange is not remembered', async () => {
  const { trackingToken, complaintId } = await registered();
  const forgetful = await open({ GATEWAY_TRACKING_CACHE_SECONDS: '0' });
  const track = async () => (await forgetful.request('GET', '/v1/tracking', { headers: { 'tracking-token': trackingToken } })).status;
  expect(await track()).toBe(200);
  await intake.db.query(`update complaint set tracking_expires_at = now() - interval '1 day' where id = $1`, [complaintId]);
  expect(await track()).toBe(404);
  await forgetful.stop();
});

describe('documentation', () => {
  it('is one OpenAPI document for all services, of what the door lets through', async () => {
    const { status, body } = await gateway.request('GET', '/docs-json');
    expect([status, body.openapi, body.info.title]).toEqual([200, '3.1.0', 'Redress']);
    expect(Object.keys(body.paths).filter((path) => path.includes('internal'))).toEqual([]);
    expect(body.paths['/v1/problems'].get.tags).toEqual(['improvement']);
    expect((await gateway.request('GET', '/docs')).status).toBe(200);
  });

  it('is the source of a client that works', async () => {
    const { complaints } = createClient(gateway.url);
    const { complaintId, trackingToken } = await complaints.register({ body: { ...COLD_SOUP }, headers: { 'Idempotency-Key': 'client-1' } });
    const view = await createClient(gateway.url, { trackingToken }).tracking.track();
    expect(view.status).toBe('received');
    const staff = createClient(gateway.url, { token: await agent });
    expect((await staff.complaints.list({ query: { limit: 1 } })).items).toHaveLength(1);
    const refused = staff.complaints.show({ path: { id: '0195f3c0-7a3e-7c11-9d52-000000000000' } });
    await expect(refused).rejects.toThrow(ApiProblem);
    await expect(refused).rejects.toMatchObject({ status: 404 });
    expect(complaintId).toBeTruthy();
  });
});
