import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where the scripts are that lead everything. */
export const LOCAL = path.join(__dirname, '../deploy/local');

/** One of them; they are plain JavaScript, because they run before there is a compiler. */
export const load = (file: string): any => require(path.join(LOCAL, file));

const folders: string[] = [];

/** A folder that is gone after the tests of the file. */
export function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'redress-spec-'));
  folders.push(folder);
  return folder;
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
