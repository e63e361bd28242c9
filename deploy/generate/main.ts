import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { GENERATED_FOLDERS, generatedFiles } from './generated-files.js';

const files = await generatedFiles();
const orphans = GENERATED_FOLDERS.flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((file) => `${folder}/${file}`) : [])).filter(
  (file) => !files.has(file),
);
for (const file of orphans) rmSync(file);
const changed = [...files].filter(([file, content]) => !existsSync(file) || readFileSync(file, 'utf8') !== content);
for (const [file, content] of changed) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}
process.stdout.write(`${files.size} generated files, ${changed.length} changed, ${orphans.length} removed\n`);
process.exit(0); // libraries that were only described keep timers
