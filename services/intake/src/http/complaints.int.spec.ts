import { emitted, token, type StartedService } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { isReference } from '../domain/reference.js';
import { COLD_SOUP, emptyIntake, registerAt, startIntake } from '../../test/counter.js';

const agent = token({ roles: ['agent'], name: 'Minji' });
const importer = token({ roles: ['importer'], name: 'Archive' });

let intake: StartedService;
beforeAll(async () => (intake = await startIntake()));
afterAll(() => intake.stop());
beforeEach(() => emptyIntake(intake));

const register = (body: object = {}, request: object = {}) => registerAt(intake, body, request);
const count = async (table: string): Promise<number> =>
  Number(((await intake.db.query(`select count(*) as n from ${table}`)) as { n: number }[])[0]!.n);

describe('registering', () => {
  it('C1 C2 C9 answers with a reference, an acknowledgement and a tracking token, without an account', async () => {
    const { status, body } = await register({ customer: { email: 'Ana@Example.org', phone: '+82 10-1234-5678' } });
    expect(status).toBe(201);
    expect(isReference(body.reference)).toBe(true);
    expect(body.trackingToken).toMatch(/^[\w-]{22}$/);
    expect(body).toMatchObject({ kind: 'complaint', status: 'acknowledged', priority: 'low', ruleVersion: 1 });
    expect(new Date(body.acknowledgedAt).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await intake.db.query('select email, phone from customer')).toEqual([{ email: 'ana@example.org', phone: '+821012345678' }]);
  });

  it('C53 tells the others in the same transaction, without anything personal', async () => {
    const { body } = await register({ customer: { email: 'ana@example.org' }, needsCare: ['elderly'] });
    const events = await emitted(intake.db);
    expect(events.map(({ type, key, sequence }) => ({ type, key, sequence }))).toEqual([
      { type: 'complaint.registered.v1', key: body.complaintId, sequence: 1 },
    ]);
    expect(events[0]!.data).toMatchObject({ needsCare: true, product: 'delivery', historical: false });
    expect(JSON.stringify(events)).not.toContain('ana@');
    expect(JSON.stringify(events)).not.toContain('soup');
  });

  it('C3 the same message of the same channel twice is one complaint', async () => {
    const first = await register({ externalId: 'msg-1' });
    const again = [await register({ externalId: 'msg-1' }), await register({ externalId: 'msg-1', text: 'sent again' }, { token: importer })];
    expect([first, ...again].map(({ status }) => status)).toEqual([201, 200, 200]);
    expect(again.map(({ body }) => body)).toEqual([first.body, first.body]);
    expect((await register({ externalId: 'msg-1', channel: 'chat' })).status).toBe(201);
    expect(await count('complaint')).toBe(2);
    expect(await emitted(intake.db)).toHaveLength(2);
  });

  it.each([
    ['other words', { text: 'mine' }],
    ['other words of nobody', { text: 'mine', customer: {} }],
    ['another person', { customer: { email: 'stranger@example.org' } }],
    ['nobody', { customer: {} }],
  ])('C3 C13 with the id of somebody’s message, but from %s, a stranger learns nothing of it and loses nothing', async (_, told) => {
    await register({ externalId: 'order-1', customer: { email: 'ana@example.org', phone: '+82 10 1234 5678' } });
    const { status, body } = await register({ externalId: 'order-1', customer: { email: 'ana@example.org' }, ...told });
    expect([status, body.code, body.errors[0].pointer]).toEqual([409, 'complaint.external-id-taken', '/externalId']);
    expect(JSON.stringify(body)).not.toMatch(/trackingToken|complaintId/);
  });

  it('C3 C13 an agent who names the id of a message that a customer sent does not get the customer’s key to it', async () => {
    const { body: own } = await register({ externalId: 'order-1' });
    const headers = { 'idempotency-key': randomUUID() };
    for (const request of [{ token: agent }, { token: agent, headers }, { token: agent, headers }]) {
      const { status, body } = await register({ externalId: 'order-1', text: 'whatever' }, request);
      expect([status, body.complaintId, body.trackingToken]).toEqual([200, own.complaintId, undefined]);
    }
    const call = () => register({ externalId: 'call-1', channel: 'phone' }, { token: agent, headers: { 'idempotency-key': randomUUID() } });
    const recorded = await call();
    expect([recorded.status, recorded.body.trackingToken]).toEqual([201, expect.any(String)]);
    expect((await call()).body).toEqual(recorded.body); // their own, sent again
    const asked = async (name: string, roles: readonly ('agent' | 'supervisor')[]) =>
      (await register({ externalId: 'call-1', channel: 'phone' }, { token: token({ roles, name }) })).body.trackingToken as unknown;
    expect([await asked('Ravi', ['agent']), await asked('Sora', ['agent', 'supervisor'])]).toEqual([undefined, recorded.body.trackingToken]);
  });

  it('C4 whoever says that it happened just now, by a clock that is a little ahead of ours, is heard', async () => {
    const { status, body } = await register({ occurredAt: new Date(Date.now() + 4_000).toISOString() });
    expect([status, body.occurredAt]).toEqual([201, body.registeredAt]);
  });

  it.each([
    ['another e-mail address at the same telephone', { name: 'Cho', email: 'cho@example.org', phone: '+821033330000' }],
    ['another telephone at the same e-mail address', { name: 'Ben', email: 'ben@example.org', phone: '+821044440000' }],
    ['a name alone', { name: 'Ben' }],
  ])('C4 a complaint keeps how its own teller is reached: %s', async (_, contact) => {
    await register({ customer: { name: 'Ben', email: 'ben@example.org', phone: '+821033330000' } });
    const { body } = await register({ customer: contact });
    const told = 'select contact_name as name, contact_email as email, contact_phone as phone from complaint where id = $1';
    expect(await intake.db.query(told, [body.complaintId])).toEqual([{ email: null, phone: null, ...contact }]);
  });

  it('C3 the same message ten times at once is one complaint', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => register({ externalId: 'burst', customer: { email: 'new@example.org' } })));
    expect(new Set(answers.map(({ body }) => body.complaintId)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect([await count('complaint'), await count('customer')]).toEqual([1, 1]);
  });

  it('C3 a message that is known already costs those nothing that come in the same moment', async () => {
    const known = await register({ externalId: 'known' });
    const answers = await Promise.all(['a', 'known', 'b', 'c'].map((externalId) => register({ externalId })));
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201, 201]);
    expect(answers[1]!.body).toEqual(known.body);
    expect((await emitted(intake.db)).map(({ key }) => key).sort()).toEqual(
      [known, ...answers.filter(({ status }) => status === 201)].map(({ body }) => body.complaintId).sort(),
    );
  });

  it.each(['-----', '(((((', '+....1234'])('C4 %s is nobody’s telephone number', async (phone) => {
    const { status, body } = await register({ customer: { phone } });
    expect([status, body.errors[0].pointer]).toEqual([422, '/customer/phone']);
  });

  it('C3 the same Idempotency-Key answers the same, and refuses another body', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await register({}, { headers });
    const second = await register({}, { headers });
    expect([second.status, second.body, second.headers.get('idempotent-replayed')]).toEqual([201, first.body, 'true']);
    const other = await register({ text: 'Something else.' }, { headers });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key.reused']);
    expect(await count('complaint')).toBe(1);
    // The customer's key to the complaint is not lying about in the table.
    expect(JSON.stringify(await intake.db.query('select body from idempotency_key'))).not.toContain(first.body.trackingToken);
  });

  it('recognises a customer by address, also when ten first complaints come at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => register({ customer: { phone: '010-5555-0000' } })));
    expect([await count('complaint'), await count('customer')]).toEqual([10, 1]);
    expect(await intake.db.query('select count(distinct customer_id)::int as people, count(customer_id)::int as known from complaint')).toEqual([
      { people: 1, known: 10 },
    ]);
  });

  it('C1 keeps who recorded it for a caller; C6 only staff may assess', async () => {
    const { body } = await register({ channel: 'phone', severity: 3, impact: 3 }, { token: agent });
    expect(body.priority).toBe('urgent');
    expect(await intake.db.query('select recorded_by from complaint')).toEqual([{ recorded_by: 'minji' }]);
    for (const name of ['severity', 'impact', 'urgency'])
      expect(await register({ [name]: 3 })).toMatchObject({ status: 403, body: { errors: [{ pointer: `/${name}` }] } });
  });

  it('C6 C10 a need of care makes it more urgent', async () => {
    const told = { category: 'payment', text: 'I was charged twice.' };
    const priorities = [(await register(told)).body.priority, (await register({ ...told, needsCare: ['hard-of-hearing'] })).body.priority];
    expect(priorities).toEqual(['high', 'urgent']);
  });

  it('C10 a need of care that is told twice is kept once', async () => {
    await register({ needsCare: ['elderly', 'distressed', 'elderly'] });
    expect(await intake.db.query('select needs_care from complaint')).toEqual([{ needs_care: ['elderly', 'distressed'] }]);
  });

  it.each(['engineer', 'leader'] as const)('C6 who is signed in as %s and nothing else tells us for themselves, as anybody does', async (role) => {
    const other = token({ roles: [role], name: 'Eun' });
    expect(await register({ severity: 3 }, { token: other })).toMatchObject({ status: 403, body: { errors: [{ pointer: '/severity' }] } });
    expect((await register({ externalId: 'msg-1' }, { token: other })).status).toBe(201);
    expect(await intake.db.query('select recorded_by from complaint')).toEqual([{ recorded_by: null }]);
    // Else the id of a message would open its complaint to who may not read it, or may only read.
    expect((await register({ externalId: 'msg-1', text: 'mine' }, { token: other })).status).toBe(409);
  });

  it('an importer states the moment; nobody else may', async () => {
    const headers = { 'effective-at': '2021-03-09T10:00:00Z' };
    const { body } = await register({}, { token: importer, headers });
    expect([body.registeredAt, body.occurredAt]).toEqual(['2021-03-09T10:00:00.000Z', '2021-03-09T10:00:00.000Z']);
    expect((await emitted(intake.db))[0]!.data).toMatchObject({ historical: true, registeredAt: '2021-03-09T10:00:00.000Z' });
    expect((await register({}, { token: agent, headers })).status).toBe(403);
    const early = await register({ occurredAt: '2021-03-10T10:00:00Z' }, { token: importer, headers });
    expect(early).toMatchObject({ status: 422, body: { code: 'complaint.occurred-after-registered', errors: [{ pointer: '/occurredAt' }] } });
  });
});

describe('bad input gets a clear answer and changes nothing', () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  it.each([
    ['an unknown field', { colour: 'red' }, 422, '/colour'],
    ['a wrong type', { text: 7 }, 422, '/text'],
    ['an unknown channel', { channel: 'fax' }, 422, '/channel'],
    ['a date in the future', { occurredAt: tomorrow }, 422, '/occurredAt'],
    ['a date that is none', { occurredAt: 'yesterday' }, 422, '/occurredAt'],
    ['an empty text', { text: '' }, 422, '/text'],
    ['a text of spaces', { text: ' \n ' }, 422, '/text'],
    ['control characters', { text: 'a\u0000b' }, 422, '/text'],
    ['a lone surrogate', { text: 'a\ud800b' }, 422, '/text'],
    ['a text that is too long', { text: 'x'.repeat(10_001) }, 422, '/text'],
    ['an address that is none', { customer: { email: 'me' } }, 422, '/customer/email'],
    ['a name that is too long', { customer: { name: 'x'.repeat(201) } }, 422, '/customer/name'],
    ['an id of the channel that is too long', { externalId: 'x'.repeat(201) }, 422, '/externalId'],
    ['a product that is too long', { product: 'x'.repeat(201) }, 422, '/product'],
    ['an order number that is too long', { orderNumber: 'x'.repeat(101) }, 422, '/orderNumber'],
    ['a wish that is too long', { remedySought: 'x'.repeat(2_001) }, 422, '/remedySought'],
    ['a colleague that is too long', { aboutColleague: 'x'.repeat(201) }, 422, '/aboutColleague'],
    ['an assessment below the scale', { severity: 0 }, 422, '/severity'],
    ['an assessment above the scale', { urgency: 4 }, 422, '/urgency'],
  ])('%s', async (_, body, status, pointer) => {
    const answer = await register(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect([await count('complaint'), await count('outbox')]).toEqual([0, 0]);
  });

  it.each([
    ['no JSON', '{"channel": ', 'application/json', 400],
    ['another content type', 'channel=app', 'application/x-www-form-urlencoded', 415],
    ['one megabyte', JSON.stringify({ ...COLD_SOUP, text: 'x'.repeat(1_000_000) }), 'application/json', 413],
  ])('%s', async (_, body, type, status) => {
    const answer = await intake.request('POST', '/v1/complaints', { body, headers: { 'content-type': type } });
    expect([answer.status, answer.body.status]).toEqual([status, status]);
    expect(answer.body.traceId).toBeTruthy();
  });

  it.each([
    ['an unknown id', `/v1/complaints/${randomUUID()}`, 404],
    ['an id that is none', '/v1/complaints/42', 422],
    ['a page too long', '/v1/complaints?limit=1000', 422],
    ['a cursor of somebody else', '/v1/complaints?cursor=abc.def', 400],
  ])('%s', async (_, path, status) => expect((await intake.request('GET', path, { token: agent })).status).toBe(status));

  it.each(['', '%20', '%00', '%e2%80%8b'])(
    'a reference of which nothing can be read ("%s") looks for nothing instead of for everything',
    async (typed) => {
      const { status, body } = await intake.request('GET', `/v1/complaints?reference=${typed}`, { token: agent });
      expect([status, body.errors[0].pointer]).toEqual([422, '?reference']);
    },
  );

  it.each([
    ['no token', undefined, 401],
    ['a tampered token', agent.then((jwt) => `${jwt.slice(0, -2)}xx`), 401],
    ['an expired token', token({ roles: ['agent'], expiresIn: '-1h' }), 401],
    ['a role that may not', token({ roles: ['engineer'] }), 403],
  ])('%s', async (_, jwt, status) => expect((await intake.request('GET', '/v1/complaints', { token: jwt })).status).toBe(status));
});
