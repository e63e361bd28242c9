import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startLoop, type Loop } from '../deploy/local/loop.mjs';

jest.setTimeout(240_000);

const processesIn = (dataDir: string): number[] =>
  Object.values((JSON.parse(readFileSync(path.join(dataDir, 'loop.json'), 'utf8')) as { processes: Record<string, { pid: number }> }).processes).map(
    ({ pid }) => pid,
  );

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function asRole<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

describe('the command', () => {
  it.each([
    ['story', '--help', 0, 'npm run story -- --file'],
    ['story', '--fast', 2, '--fast is not an option of the story'],
    ['start', '--help', 0, 'npm start'],
    ['start', '--fast', 1, "Unknown option '--fast'"],
    ['chaos', '--help', 0, 'npm run chaos'],
  ])('%s answers %s without starting a loop', (command, word, code, sentence) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'redress-words-'));
    const env = { ...process.env, REDRESS_DATA: folder, EVENTS: 'postgres', PORT: '0' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(__dirname, '../deploy/local/cli.mjs'), command, word], {
      env,
      encoding: 'utf8',
    });
    expect([status, existsSync(path.join(folder, 'postgres'))]).toEqual([code, false]);
    expect(stdout + stderr).toContain(sentence);
    rmSync(folder, { recursive: true });
  });
});

describe('a service', () => {
  it.each(['intake', 'assignment', 'resolution', 'improvement', 'gateway'])(
    '%s that was told too little names all that is missing, and ends',
    (name) => {
      const main = path.join(__dirname, '../dist/services', name, 'src/main.js');
      const { status, stdout, stderr } = spawnSync(process.execPath, [main], {
        env: { PORT: '0', TRACKING_SECRET: 'short-and-secret' },
        encoding: 'utf8',
      });
      const { level, msg, err } = JSON.parse(stdout) as { level: string; msg: string; err: Error };
      expect([status, stderr, level, msg]).toEqual([1, '', 'fatal', 'cannot start']);
      expect(err.message).toMatch(/TRACKING_SECRET: needs at least 32 characters\n(.*\n)*.*[A-Z]+_(URL|SECRET): is missing/);
      expect(stdout).not.toContain('short-and-secret');
    },
  );
});

describe('a start that failed', () => {
  it('decides nothing about where the events of its folder go', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'redress-failed-'));
    const nobodyListens = 'postgres://redress@127.0.0.1:9/redress';
    await expect(startLoop({ dataDir: folder, events: 'postgres', databaseUrl: nobodyListens, services: [] })).rejects.toThrow(/127\.0\.0\.1:9/);
    expect(existsSync(path.join(folder, 'events'))).toBe(false);

    const loop = await startLoop({ dataDir: folder, events: 'postgres', services: [] });
    await loop.stop();
    expect(readFileSync(path.join(folder, 'events'), 'utf8')).toBe('postgres\n');
    rmSync(folder, { recursive: true });
  });
});

describe('a loop in a folder', () => {
  let dataDir: string;
  let loop: Loop;
  const start = (): Promise<Loop> => startLoop({ dataDir, services: ['intake', 'gateway'] });
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'redress-start-up-'));
    loop = await start();
  });
  afterAll(async () => {
    await loop?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('answers through its door', async () => {
    const { status } = await fetch(`${loop.url}/readyz`);
    expect(status).toBe(200);
  });

  it('refuses a second one in the same folder', async () => {
    await expect(start()).rejects.toThrow(`In ${dataDir} a loop is already running at ${loop.url}`);
  });

  it('gives every service a schema that no other role may look into, and none the public one', async () => {
    await asRole(loop.databaseUrls.intake, async (intake) => {
      expect((await intake.query('select count(*)::int as complaints from complaint')).rows).toEqual([{ complaints: 0 }]);
    });
    await asRole(loop.databaseUrls.assignment, async (assignment) => {
      await expect(assignment.query('select * from intake.complaint')).rejects.toThrow('permission denied for schema intake');
      await expect(assignment.query('create table public.left_behind (id int)')).rejects.toThrow('permission denied for schema public');
    });
  });

  it('brings a service back that was killed', async () => {
    const { intake } = loop.services;
    const before = intake.pid;
    await intake.kill();
    await intake.ready();
    expect([intake.restarts, intake.pid === before]).toEqual([1, false]);
  });

  it('stops all it started, and a later start finds the same data', async () => {
    await asRole(loop.databaseUrls.intake, (intake) => intake.query('create table kept as select 7 as figure'));
    const started = processesIn(dataDir);
    expect(started.filter(lives)).toHaveLength(4);
    await loop.stop();
    expect([started.filter(lives), existsSync(path.join(dataDir, 'loop.json'))]).toEqual([[], false]);

    loop = await start();
    await asRole(loop.databaseUrls.intake, async (intake) => expect((await intake.query('select figure from kept')).rows).toEqual([{ figure: 7 }]));
  });
});
