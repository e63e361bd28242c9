import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lineOf } from '../deploy/events/progress-bar.js';
import { runEvents } from '../deploy/events/main.js';
import { read } from '../deploy/events/words.js';

let server: Server;
let url: string;
const asked: { call: string; body: unknown }[] = [];
const parked = {
  id: 7,
  handler: 'improvement.record-cause',
  key: 'c-1',
  type: 'complaint.closed.v1',
  sequence: 3,
  state: 'dead',
  reason: 'failed',
  error: 'TypeError at record-causes.ts:41',
  attempts: 12,
  parkedAt: new Date(Date.now() - 7 * 86_400_000).toISOString(),
};
const refused = {
  id: 4,
  key: 'c-2',
  type: 'complaint.closed.v1',
  sequence: 5,
  topic: 'resolution.events',
  state: 'refused',
  reason: 'MESSAGE_TOO_LARGE',
  bytes: 1_200_000,
  attempts: 1,
  storedAt: new Date(Date.now() - 3 * 3_600_000).toISOString(),
  behind: 2,
};
const problem = { detail: 'boo', remedy: 'Correct it.', errors: [{ pointer: '/reason', detail: 'Invalid option' }] };
const depth = { rows: 0, oldestSeconds: null, refused: 1, behind: 2 };
const answers: Record<string, (service: string) => object> = {
  refused: (service) => ({ items: service === 'resolution' ? [refused] : [], nextCursor: null }),
  'refused/redrives': (service) => ({ action: 'redrive', dryRun: false, events: service === 'resolution' ? 1 : 0, behind: 2 }),
  flow: (service) => ({ service, outbox: depth, parked: [], lag: [], logAnswers: service !== 'intake', pausedBy: null, rebuilding: null }),
  parked: (service) => ({ items: service === 'improvement' ? [parked] : [], nextCursor: null }),
  redrives: (service) => ({ action: 'redrive', dryRun: true, events: service === 'improvement' ? 3 : 0, keys: 1, blockedKeys: 0 }),
};

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const [, , , service, ...what] = new URL(request.url!, 'http://a').pathname.split('/');
      asked.push({ call: `${request.method} ${request.url}`, body: body === '' ? undefined : JSON.parse(body) });
      const answer = body.includes('boo') ? problem : answers[what.join('/')]?.(service!);
      response.writeHead(answer === problem ? 422 : answer ? 200 : what[1] === '8' ? 404 : 403, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { detail: 'Your roles do not allow this.', remedy: 'Roles that may: admin.' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => asked.splice(0));

async function events(...words: string[]): Promise<{ code: number; said: string[]; complained: string[] }> {
  const [said, complained]: [string[], string[]] = [[], []];
  const code = await runEvents(
    words,
    () => Promise.resolve({ url, token: 't' }),
    (line) => said.push(line),
    (line) => complained.push(line),
  );
  return { code, said, complained };
}

it.each([
  [['boo'], 'There is no "events boo": say one of parked'],
  [['parked', '--reson', 'gap'], "Unknown option '--reson'"],
  [['parked', '--limit', '0'], '--limit is a number from 1 to 200'],
  [['lag', 'improvement'], '"events lag" takes no word "improvement"'],
  [['show'], 'Which one?'],
  [['redrive', '7'], 'name it with --service'],
  [['redrive', 'x', '--service', 'intake'], '"x" is no number of an event'],
  [['redrive'], 'Which events?'],
  [['discard', '--key', 'c-1'], 'Why?'],
  [['redrive', '--refused'], 'or --key or --reason'],
  [['discard', '--refused', '--key', 'c-1'], 'Why?'],
  [['discard', '--refused', '--state', 'refused'], 'chosen by number, --key or --reason'],
  [['refused', 'c-1'], '"events refused" takes no word "c-1"'],
  [['parked', '--service', 'sales'], 'There is no service sales'],
  [['show', '8', '--service', 'improvement'], 'improvement has no parked event 8'],
  [['redrive', '--reason', 'boo'], '--reason: Invalid option.'],
  [['show', '7', '--service', 'intake'], 'Your roles do not allow this. Roles that may: admin.'],
])('%j gets one sentence: %s', async (words, sentence) => {
  const { code, said, complained } = await events(...words);
  expect([code, said, complained.length]).toEqual([1, [], 1]);
  expect(complained[0]).toContain(sentence);
});

it('says where the log does not answer instead of calling the lag nothing', async () => {
  const { said } = await events('lag');
  expect(said.filter((line) => line.startsWith('!'))).toEqual(['! intake: the log does not answer; how far it is behind is not known.']);
});

it('takes an empty condition for a condition: what was meant to be one key is never all of them', async () => {
  await events('discard', '--reason', 'failed', '--key', '', '--why', 'sent twice');
  expect(asked[0]?.body).toEqual({ reason: 'failed', key: '', why: 'sent twice', dryRun: false });
  await events('redrive', '--refused', '--reason', 'MESSAGE_TOO_LARGE', '--key', '');
  expect(asked.at(-1)?.body).toEqual({ reason: 'MESSAGE_TOO_LARGE', key: '', dryRun: false });
});

it.each([
  [0, 0, 'p ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0 % 0/200'],
  [100, 50, 'p ███████████████░░░░░░░░░░░░░░░ 50 % 100/200, 5 events/s, 20 s left'],
  [200, 0, 'p ██████████████████████████████ 100 % 200/200'],
])('shows how far %d of 200 is, of which %d were done before', (done, before, line) => {
  expect(lineOf({ label: 'p', done, total: 200, before, seconds: 10 })).toBe(line);
});

it('says what nobody answers', async () => {
  const complained: string[] = [];
  const nowhere = () => Promise.resolve({ url: 'http://127.0.0.1:9', token: 't' });
  expect(
    await runEvents(
      ['lag'],
      nowhere,
      () => undefined,
      (line) => complained.push(line),
    ),
  ).toBe(1);
  expect(complained[0]).toMatch(/^http:\/\/127\.0\.0\.1:9 does not answer \(.+\): start it with `npm start`/);
});

it('shows what is parked in all services as one table', async () => {
  const { said } = await events('parked', '--state', 'dead');
  // Requests of the refused command before may still come in.
  expect(
    asked
      .map(({ call }) => call)
      .sort()
      .filter((call) => call.includes('parked'))[0],
  ).toBe('GET /v1/events/assignment/parked?limit=50&state=dead');
  expect(said).toEqual([
    'service      id  handler                   key  event                   state  reason  tries   since  fault',
    'improvement   7  improvement.record-cause  c-1  complaint.closed.v1 #3  dead   failed     12  7 days  TypeError at record-causes.ts:41',
  ]);
});

it('shows control characters of what came off the log without obeying them', async () => {
  const strange = { ...parked, key: 'c-1\u001b[2J\nimprovement  8\u009b1A' };
  const was = answers['parked']!;
  answers['parked'] = (service) => ({ items: service === 'improvement' ? [strange] : [], nextCursor: null });
  const { said } = await events('parked');
  answers['parked'] = was;
  expect(said).toHaveLength(2);
  expect(said[1]).toContain('c-1\\x1b[2J\\x0aimprovement  8\\x9b1A');
});

it('shows what the log did not take, with what waits behind it', async () => {
  const { said } = await events('refused');
  expect(asked.map(({ call }) => call)).toContain('GET /v1/events/intake/refused?limit=50&state=refused');
  expect(said).toEqual([
    'service     id  key  event                   topic              state    reason               bytes  tries  behind  since',
    'resolution   4  c-2  complaint.closed.v1 #5  resolution.events  refused  MESSAGE_TOO_LARGE  1200000      1       2    3 h',
  ]);
});

it('decides about refused events where --refused is said', async () => {
  const { said, code } = await events('redrive', '--refused', '--reason', 'MESSAGE_TOO_LARGE');
  expect([code, said]).toEqual([0, ['resolution: 1 refused event is sent again now; 2 behind it follow in order.']]);
  expect(asked[0]).toEqual({ call: 'POST /v1/events/intake/refused/redrives', body: { reason: 'MESSAGE_TOO_LARGE', dryRun: false } });
});

it('shows what waits to be sent, and whom the log refuses', async () => {
  const { said } = await events('outbox', '--service', 'resolution');
  expect(said).toEqual([
    'service     rows  oldest  refused  behind  parked  dead',
    'resolution     0       -        1       2       0     0',
    '! resolution: the log refused 1 event; `npm run events -- refused` tells why.',
  ]);
});

it('gives programs JSON', async () => {
  const { said } = await events('parked', '--service', 'improvement', '--json');
  expect(JSON.parse(said[0]!)).toEqual([{ service: 'improvement', ...parked }]);
});

it('says in a sentence what a decision did, and sends all of the choice', async () => {
  const { said, code } = await events('redrive', '--reason', 'failed', '--key', 'c-1', '--why', 'mended', '--dry-run');
  expect([code, said]).toEqual([0, ['improvement: 3 events of 1 key would be tried again now, in order.']]);
  expect(asked[0]).toEqual({ call: 'POST /v1/events/intake/redrives', body: { key: 'c-1', reason: 'failed', why: 'mended', dryRun: true } });
});

it('takes several numbers of one service', () => {
  expect(read(['redrive', '7', '8', '--service', 'intake'])).toMatchObject({ words: ['7', '8'], options: { service: 'intake' } });
});
