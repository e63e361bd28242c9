import { ALL_EVENTS } from '#libs/contracts';
import { toMermaid } from '#libs/domain-kit';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GENERATED_FOLDERS, generatedFiles } from '../deploy/generate/generated-files.js';
import { loopServices } from '../deploy/generate/loop-services.js';

const ROOT = path.join(__dirname, '..');
const committed = (file: string): string => {
  try {
    return readFileSync(path.join(ROOT, file), 'utf8');
  } catch {
    return '';
  }
};

describe('what is generated is fresh (else: npm run generate)', () => {
  let files: Map<string, string>;
  beforeAll(async () => (files = await generatedFiles()), 120_000);

  it('OpenAPI, AsyncAPI, event schemas and client say what the code says', () => {
    const stale = [...files].filter(([file, content]) => committed(file) !== content).map(([file]) => file);
    expect(stale).toEqual([]);
  });

  it('nothing is left of what is not generated any more', () => {
    const found = GENERATED_FOLDERS.flatMap((folder) => readdirSync(path.join(ROOT, folder)).map((file) => `${folder}/${file}`));
    expect(found.filter((file) => !files.has(file))).toEqual([]);
  });

  it('OpenAPI 3.1 and AsyncAPI 3 are lint clean', () => {
    const redocly = path.join(ROOT, 'node_modules/@redocly/cli/bin/cli.js');
    const env = { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NODE_OPTIONS: '' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [redocly, 'lint', '--format', 'stylish'], { cwd: ROOT, env, encoding: 'utf8' });
    expect([status, (stdout + stderr).split('\n').filter((line) => /^\s+\d+:\d+\s+(error|warning)/.test(line))]).toEqual([0, []]);
  });
});

describe.each(loopServices())('the README of $name is true', ({ name, hears, lifecycles }) => {
  const readme = committed(`services/${name}/README.md`);
  const eventsUnder = (heading: string): string[] => {
    const section = new RegExp(`^## ${heading}[^\\n]*\\n([^]*?)(?=^## |(?![^]))`, 'm').exec(readme)?.[1] ?? '';
    return ALL_EVENTS.map(({ type }) => type)
      .filter((type) => section.includes(`\`${type}\``))
      .sort();
  };

  it('about what it emits', () =>
    expect(eventsUnder('Emits')).toEqual(
      ALL_EVENTS.filter(({ owner }) => owner === name)
        .map(({ type }) => type)
        .sort(),
    ));
  it('about what it hears', () => {
    const heard = new Set(hears.flatMap(({ contracts }) => contracts.map(({ type }) => type)));
    expect(eventsUnder('Hears')).toEqual([...heard].sort());
  });
  it('in its pictures of states', () => {
    for (const [table, first] of lifecycles) expect(readme).toContain(toMermaid(table, first));
  });
});
