import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { breaches, sentenceOf, type SchemaSet } from './compatibility.js';
import type { JsonSchema } from './event-schemas.js';

const FOLDER = 'libs/contracts/released';
const VERSION_FILE = 'release.json';

/** The schemas that were last published, and as which version of the product. */
export interface ReleasedSet {
  version: string;
  schemas: SchemaSet;
}

/** The last published set under this root; empty before the first release. */
export function releasedSet(root = '.'): ReleasedSet {
  const folder = path.join(root, FOLDER);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file !== VERSION_FILE) : [];
  if (files.length === 0) return { version: '', schemas: new Map() };
  const read = (file: string): JsonSchema => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as JsonSchema;
  return { version: String(read(VERSION_FILE)['version']), schemas: new Map(files.map((file) => [path.basename(file, '.json'), read(file)])) };
}

/** Why these schemas must not be published as this version: a sentence each, nothing when they may. */
export function refusals(released: ReleasedSet, current: SchemaSet, version: string): string[] {
  const broken = breaches(released.schemas, current).map(sentenceOf);
  if (broken.length > 0) return broken;
  if (version !== released.version || isDeepStrictEqual(new Map(released.schemas), new Map(current))) return [];
  return [`version ${version} is already released with other schemas; raise \`version\` in package.json`];
}

/** Publishes the schemas as this version: they are what every later change is held against. */
export function publish(current: SchemaSet, version: string, root = '.'): void {
  mkdirSync(path.join(root, FOLDER), { recursive: true });
  const write = (file: string, content: object): void => writeFileSync(path.join(root, FOLDER, file), `${JSON.stringify(content, null, 2)}\n`);
  for (const [wireType, schema] of current) write(`${wireType}.json`, schema);
  write(VERSION_FILE, { version });
}
