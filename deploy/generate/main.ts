import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventSchemas } from './event-schemas.js';
import { GENERATED_FOLDERS, generatedFiles } from './generated-files.js';
import { missingGoldenEvents } from './golden-events.js';
import { publish, refusals, releasedSet } from './released-set.js';

const options = process.argv.slice(2);
const unknown = options.find((option) => option !== '--release');
if (unknown !== undefined) stop([`npm run generate knows --release only, not ${unknown}`]);

const schemas = eventSchemas();
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const refused = options.includes('--release') ? refusals(releasedSet(), schemas, version) : [];
if (refused.length > 0) stop(['Not released, because', ...refused]);

const files = await generatedFiles();
const orphans = GENERATED_FOLDERS.flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((file) => `${folder}/${file}`) : [])).filter(
  (file) => !files.has(file),
);
for (const file of orphans) rmSync(file);
const golden = missingGoldenEvents();
const changed = [...files, ...golden].filter(([file, content]) => !existsSync(file) || readFileSync(file, 'utf8') !== content);
for (const [file, content] of changed) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}
process.stdout.write(`${files.size} generated files, ${changed.length} changed, ${orphans.length} removed\n`);
if (options.includes('--release')) {
  publish(schemas, version);
  process.stdout.write(`${schemas.size} event schemas released as ${version}\n`);
}
process.exit(0); // libraries that were only described keep timers

function stop(sentences: readonly string[]): never {
  process.stderr.write(`${sentences.join('\n')}\n`);
  process.exit(1);
}
