import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether what npm wrote down in node_modules is exactly what the lock asks for. `installed` is node_modules/.package-lock.json, which npm
 * writes last: an install that was cut short has none. Packages for other machines are missing from it, and may be.
 */
export function isInstalled(lock, installed) {
  if (!lock?.packages || !installed?.packages) return false;
  const sameThere = ([place, { version, integrity }]) => lock.packages[place]?.version === version && lock.packages[place]?.integrity === integrity;
  const needed = ([place, one]) => place !== '' && !one.optional && !one.devOptional && !one.peer;
  return (
    Object.entries(installed.packages).every(sameThere) &&
    Object.entries(lock.packages)
      .filter(needed)
      .every(([place]) => installed.packages[place])
  );
}

/** One figure for the state of the sources: it changes when any of them is edited, added or removed. */
export function fingerprint(root, folders, files) {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...files, ...folders.flatMap((folder) => sourcesIn(root, folder))].sort()) {
    const { mtimeMs, size } = statSync(path.join(root, file), { throwIfNoEntry: false }) ?? {};
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** The TypeScript files of a folder that are built. */
export function sourcesIn(root, folder) {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.spec|\.d)\.ts$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
}

/** The built files whose source is gone: a migration or handler that was removed must not run on. */
export function orphansIn(built, sources) {
  const wanted = new Set(sources.map((source) => source.replace(/\.ts$/, '.js')));
  return built.filter((file) => !wanted.has(file.replace(/\.map$/, '')));
}
