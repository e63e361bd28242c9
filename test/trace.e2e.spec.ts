import { signDevelopmentToken } from '#libs/service-kit';
import { waitFor } from '#libs/test-kit';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLoop, type Loop } from '../deploy/local/loop.mjs';
import { Door } from './chaos/door.js';
import { live, type Desk } from './chaos/customer.js';
import { hireStaff } from './chaos/load.js';

jest.setTimeout(240_000);

interface Line {
  service: string;
  msg: string;
  route?: string;
  handler?: string;
  type?: string;
  traceId?: string;
  complaintTrace?: string;
}

const SERVICES = ['gateway', 'intake', 'assignment', 'resolution', 'improvement'] as const;
const FATE = { order: 'order-1', product: 'delivery', cause: 'cold-on-arrival', writes: false, accepts: true, ending: 'closed' } as const;

const EXPECTED = [
  'intake /v1/complaints',
  'assignment complaint.registered.v1',
  'resolution complaint.assigned.v1',
  'intake complaint.assigned.v1',
  'resolution /v1/resolutions/:complaintId/proposals',
  'resolution /v1/resolutions/:complaintId/closure',
  'improvement complaint.closed.v1',
];

const dataDir = mkdtempSync(path.join(tmpdir(), 'redress-trace-'));
let loop: Loop;
let door: Door;
beforeAll(async () => {
  loop = await startLoop({ dataDir, events: 'postgres' });
  door = new Door(loop.url);
});
afterAll(async () => {
  await door?.close();
  await loop?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** What the services wrote, as `grep -h <text> .data/logs/*.log` finds it. */
function linesWith(text: string): Line[] {
  return SERVICES.flatMap((service) => readFileSync(path.join(dataDir, 'logs', `${service}.log`), 'utf8').split('\n'))
    .filter((line) => line.includes(text) && line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

it('C55 follows a complaint from its registration to its recorded cause by one trace id through the logs of all services', async () => {
  const token = `Bearer ${await signDevelopmentToken({ roles: ['agent', 'supervisor', 'admin', 'importer'], name: 'Staff' }, loop.secrets.token)}`;
  const desk: Desk = { door, staff: token, taker: token, accepted: [], refused: [] };
  await hireStaff(door, token);
  const complaintId = await live(FATE, desk);
  const trace = complaintId.replaceAll('-', '');

  // Each service gathers its lines and writes them once a second: all must have come before they are judged.
  const lines = await waitFor(
    'the lines of all services',
    () => {
      const written = linesWith(trace);
      const told = new Set(written.map((line) => `${line.service} ${line.route ?? line.type}`));
      return EXPECTED.every((line) => told.has(line)) && written.some(({ service }) => service === 'gateway') ? written : undefined;
    },
    { everyMs: 200 },
  );
  expect(new Set(lines.map(({ complaintTrace }) => complaintTrace))).toEqual(new Set([trace]));
  expect(new Set(lines.map(({ service }) => service))).toEqual(new Set(SERVICES));

  // Beside it every request keeps its own trace, and all that it set off by itself is part of that.
  const registration = lines.find(({ service, route }) => service === 'intake' && route === '/v1/complaints')!;
  const setOff = linesWith(registration.traceId!).filter(({ msg }) => msg === 'event applied');
  expect(setOff.map(({ service, type }) => `${service} ${type}`)).toEqual(
    expect.arrayContaining(['assignment complaint.registered.v1', 'resolution complaint.assigned.v1', 'intake complaint.assigned.v1']),
  );
});
