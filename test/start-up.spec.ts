import { waitFor } from '#libs/test-kit';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { aFolder, load, LOCAL } from './launcher-scripts.js';

describe('what is in the way is said in one sentence', () => {
  const { explain } = load('say.mjs');
  const { refuseTakenPort } = load('loop.mjs');
  const { chosenPort } = load('run-loop.mjs');
  const { createRoles, withClient } = load('database.mjs');
  const { loopSecrets } = load('secrets.mjs');
  const { refuseSecondStart, openState, endLeftovers, readLoop } = load('state.mjs');
  const { isAlive } = load('processes.mjs');

  it('a taken port', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    await expect(refuseTakenPort(port)).rejects.toThrow(new RegExp(`^Port ${port} is taken by another program: .*PORT=`));
    server.close();
  });

  it('an address that is none of this machine', async () => {
    await expect(refuseTakenPort(8080, '192.0.2.77')).rejects.toThrow(/^HOST is "192\.0\.2\.77", which is no address of this machine/);
  });

  it.each(['abc', '99999', '-1', '80.5'])('PORT=%s', (port) => {
    expect(() => chosenPort({ PORT: port })).toThrow(`PORT is "${port}": say a whole number up to 65535`);
  });

  it.each(['redress', 'mysql://root@127.0.0.1/redress', 'postgres://admin:100%@127.0.0.1/redress'])('DATABASE_URL=%s', async (url) => {
    await expect(withClient(url, () => Promise.resolve())).rejects.toThrow(/^DATABASE_URL is no address of a Postgres/);
    await expect(createRoles(url, () => 'secret')).rejects.toThrow(/^DATABASE_URL is no address of a Postgres/);
  });

  it('a full disk, and a folder that may not be written', () => {
    expect(explain(Object.assign(new Error('write'), { code: 'ENOSPC', path: '/data/x' }))).toMatch(
      /^The disk is full \(\/data\/x\): free at least 1 GB/,
    );
    expect(explain(Object.assign(new Error('open'), { code: 'EACCES', path: '/data/x' }))).toMatch(/^May not write \/data\/x/);
  });

  it('a folder of somebody else whose programs may be run by all is no fault', () => {
    const { makeRunnable } = load('postgres-binaries.mjs');
    const [theirs, unpacked] = ['theirs', 'unpacked'].map((name) => path.join(aFolder(), name));
    writeFileSync(theirs!, '', { mode: 0o555 });
    writeFileSync(unpacked!, '', { mode: 0o644 });
    for (const file of [theirs!, unpacked!]) makeRunnable(file);
    expect([theirs!, unpacked!].map((file) => statSync(file).mode & 0o777)).toEqual([0o555, 0o755]);
    expect(explain(Object.assign(new Error('chmod'), { code: 'EPERM', path: '/data/x' }))).toMatch(/^May not write \/data\/x/);
  });

  it('a file where the folder should be, and secrets that were torn', () => {
    const folder = aFolder();
    const file = path.join(folder, 'secrets.json');
    writeFileSync(file, '');
    expect(() => loopSecrets(folder)).toThrow(`${file} is damaged: restore it`);
    const fault = (): unknown => {
      try {
        return mkdirSync(file, { recursive: true });
      } catch (error) {
        return error;
      }
    };
    expect(explain(fault())).toBe(`${file} cannot be a folder, a file is in its place: set REDRESS_DATA to another folder.`);
  });

  it('a second start in the same folder, but not what a dead launcher left', () => {
    const folder = aFolder();
    const state = openState(folder);
    expect(() => refuseSecondStart(folder)).toThrow(new RegExp(`is already being started \\(process ${process.pid}\\)`));
    state.ready({ url: 'http://127.0.0.1:8080' });
    expect(() => refuseSecondStart(folder)).toThrow(/is already running at http:\/\/127\.0\.0\.1:8080/);
    writeFileSync(
      path.join(folder, 'loop.json'),
      JSON.stringify({ ...readLoop(folder), launcher: { pid: process.pid, mark: 'some other program' } }),
    );
    expect(() => refuseSecondStart(folder)).not.toThrow();
  });

  (process.platform === 'linux' ? it : it.skip)('a disk that is full for a while, and whom we started in the meantime', async () => {
    const folder = aFolder();
    const state = openState(folder);
    const beside = path.join(folder, `loop.json.${process.pid}`);
    symlinkSync('/dev/full', beside);
    state.record({ name: 'intake', pid: 1, mark: 'nobody' });
    expect(readLoop(folder).processes).toEqual({});
    rmSync(beside);
    await waitFor('the process to be written down', () => Promise.resolve(Boolean(readLoop(folder).processes.intake)));
    state.close();
  });

  it('and the next start ends what a killed launcher left: its own processes, not strangers with the same number', async () => {
    const folder = aFolder();
    const sleeper = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', `--loop=${folder}`], { stdio: 'ignore' });
    const [ours, stranger] = [sleeper(), sleeper()];
    await Promise.all([ours, stranger].map((child) => once(child, 'spawn')));
    expect([ours, stranger].map(({ pid }) => isAlive(pid))).toEqual([true, true]);
    openState(folder).record({ name: 'intake', pid: ours.pid, mark: `--loop=${folder}` });
    const state = readLoop(folder);
    state.processes.gateway = { name: 'gateway', pid: stranger.pid, mark: '--loop=/elsewhere' };
    writeFileSync(path.join(folder, 'loop.json'), JSON.stringify(state));

    await endLeftovers(folder);
    expect([isAlive(ours.pid), isAlive(stranger.pid), readLoop(folder)]).toEqual([false, true, undefined]);
    stranger.kill('SIGKILL');
  });
});

describe('whoever was started through npm', () => {
  it('ends when npm is taken away and only the shell between them is left', async () => {
    const script = path.join(LOCAL, 'stop-signal.mjs');
    const lasting = `import { awaitStop } from ${JSON.stringify(script)}; const { reached } = awaitStop(); setInterval(() => {}, 1_000); console.log(process.pid); process.exit(await reached);`;
    const npm = `require('child_process').spawn('sh', ['-c', '"$NODE" --input-type=module -e "$LASTING"; true'], { stdio: 'inherit' }); setInterval(() => {}, 1_000)`;
    const env = { ...process.env, npm_lifecycle_event: 'start', NODE: process.execPath, LASTING: lasting };
    const child = spawn(process.execPath, ['-e', npm], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    // Its output is at its end when the last one that writes to it is gone.
    child.stdout.resume();
    await once(child.stdout, 'end');
  });
});
