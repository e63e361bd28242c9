import { mkdtempSync, readdirSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.join(__dirname, '..');

/** What a file must not import, and why. Files are `services/…` or `libs/…`; imports are package names, `#libs/…` or resolved files. */
const RULES: readonly [from: RegExp, to: RegExp, because: string][] = [
  [/^libs\//, /^services\//, 'libs never import services'],
  [/^services\/(\w+)\//, /^services\/(?!SELF\/)/, 'services never import each other'],
  [/^(?!test\/|libs\/test-kit\/|(services|libs)\/[\w-]+\/test\/).*(?<!\.spec)\.ts$/, /^#libs\/test-kit/, 'only tests import the test-kit'],
  [/^(?!libs\/messaging\/|test\/)/, /^kafkajs/, 'only libs/messaging talks to Kafka'],
  [
    /^services\/\w+\/src\/domain\//,
    /^(?!services\/\w+\/(src\/domain|test)\/|#libs\/domain-kit$|node:crypto$|fast-check$)/,
    'domain rules import domain and domain-kit only',
  ],
  [/^services\/\w+\/src\/store\/(?!database\.ts)/, /^(?!services\/\w+\/src\/(store|domain)\/|typeorm$)/, 'tables import domain and typeorm only'],
  [
    /^services\/(?!gateway\/)\w+\/src\/(commands|queries)\//,
    /^(?!services\/\w+\/(src\/(commands|queries|domain|store)|test)\/|#libs\/(contracts|messaging|domain-kit|test-kit)$|typeorm$)/,
    'use cases know neither HTTP nor Nest nor Kafka',
  ],
  [
    /^services\/\w+\/src\/(http|handlers|schedule)\/(?!.*\.spec\.ts$)/,
    /^(kafkajs$|pg$|services\/\w+\/src\/store\/)/,
    'the edges go through commands and queries',
  ],
  [/^libs\/contracts\/src\//, /^(?!libs\/contracts\/|zod$)/, 'contracts know zod and nothing else'],
  [/^libs\/domain-kit\/src\//, /^(?!libs\/domain-kit\/|fast-check$)/, 'domain-kit knows nothing'],
  [/^libs\/messaging\/src\/(?!.*\.spec\.ts$)/, /^#libs\/(service-kit|domain-kit)/, 'messaging knows contracts only'],
  [/^libs\/service-kit\//, /^#libs\/(?!domain-kit|messaging|test-kit)|^kafkajs/, 'service-kit knows domain-kit and messaging'],
  [/^(services|libs)\//, /^test\//, 'what runs never imports what proves'],
];

interface Import {
  from: string;
  to: string;
}

/** Every import under a root, relative ones resolved to files. */
function importsUnder(root: string): Import[] {
  const files = ['services', 'libs'].flatMap((top) => filesUnder(root, top));
  return files.flatMap((from) =>
    ts.preProcessFile(readFileSync(path.join(root, from), 'utf8'), true, true).importedFiles.map(({ fileName }) => ({
      from,
      to: fileName.startsWith('.') ? path.join(path.dirname(from), fileName).replace(/\.js$/, '.ts') : fileName,
    })),
  );
}

function filesUnder(root: string, folder: string): string[] {
  try {
    return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
      .map((file) => path.join(folder, file));
  } catch {
    return [];
  }
}

/** Sentences about imports that the table forbids. */
function forbidden(imports: readonly Import[]): string[] {
  return imports.flatMap(({ from, to }) =>
    RULES.filter(([mine, theirs]) => {
      const match = mine.exec(from);
      return match !== null && new RegExp(theirs.source.replace('SELF', match[1] ?? '')).test(to);
    }).map(([, , because]) => `${from} → ${to}: ${because}`),
  );
}

/** Paths of files that import each other in a circle, or nothing. Type-only circles count too: they are two ideas in one. */
function circle(imports: readonly Import[]): string[] | undefined {
  const graph = new Map<string, string[]>();
  for (const { from, to } of imports) graph.set(from, [...(graph.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (file: string, trail: string[]): string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const to of graph.get(file) ?? []) {
      const found = walk(to, [...trail, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const found = walk(file, []);
    if (found) return found;
  }
  return undefined;
}

describe('the code runs one way', () => {
  const imports = importsUnder(ROOT);

  it('has files to look at', () => expect(imports.length).toBeGreaterThan(100));
  it('has no forbidden import', () => expect(forbidden(imports)).toEqual([]));
  it('has no circle', () => expect(circle(imports)).toBeUndefined());
});

describe('the check itself', () => {
  let root: string;
  const plant = (file: string, source: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), source);
  };
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'architecture-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  it.each([
    ['services/intake/src/domain/complaint.ts', `import { DataSource } from 'typeorm';`, 'domain rules import domain and domain-kit only'],
    ['services/intake/src/commands/a.ts', `import { b } from '../../../resolution/src/domain/b.js';`, 'services never import each other'],
    ['services/intake/src/http/a.ts', `import { Kafka } from 'kafkajs';`, 'only libs/messaging talks to Kafka'],
    ['services/intake/src/commands/a.ts', `import { Get } from '@nestjs/common';`, 'use cases know neither HTTP'],
    ['services/intake/src/handlers/a.ts', `import { b } from '../store/b.js';`, 'the edges go through commands and queries'],
    ['libs/service-kit/src/a.ts', `import { b } from '../../../services/intake/src/b.js';`, 'libs never import services'],
    ['services/intake/src/commands/a.ts', `import { freshDatabase } from '#libs/test-kit';`, 'only tests import the test-kit'],
  ])('catches a planted import in %s', (file, source, because) => {
    plant(file, source);
    expect(forbidden(importsUnder(root)).join('\n')).toContain(because);
  });

  it('catches a planted circle', () => {
    plant('libs/messaging/src/a.ts', `import { b } from './b.js'; export const a = b;`);
    plant('libs/messaging/src/b.ts', `import { c } from './c.js'; export const b = c;`);
    plant('libs/messaging/src/c.ts', `import type { a } from './a.js'; export const c: typeof a = 1;`);
    expect(circle(importsUnder(root))).toEqual([
      'libs/messaging/src/a.ts',
      'libs/messaging/src/b.ts',
      'libs/messaging/src/c.ts',
      'libs/messaging/src/a.ts',
    ]);
  });

  it('leaves good imports alone', () => {
    plant('services/intake/src/domain/complaint.ts', `import { next } from '#libs/domain-kit'; import { b } from './b.js';`);
    expect(forbidden(importsUnder(root))).toEqual([]);
  });
});
