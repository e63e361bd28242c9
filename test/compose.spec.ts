import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { brokerSettings } from '../libs/service-kit/src/settings.js';
import { assignmentSettings } from '../services/assignment/src/assignment.config.js';
import { gatewaySettings } from '../services/gateway/src/gateway.config.js';
import { improvementSettings } from '../services/improvement/src/improvement.config.js';
import { intakeSettings } from '../services/intake/src/intake.config.js';
import { resolutionSettings } from '../services/resolution/src/resolution.config.js';

interface ComposeService {
  image?: string;
  build?: { context: string; dockerfile: string; args: Record<string, string> };
  command?: string[];
  environment: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  ports?: string[];
  volumes?: string[];
}

const ROOT = path.join(__dirname, '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as { services: Record<string, ComposeService>; volumes: Record<string, unknown> };
const dockerfile = read('deploy/Dockerfile');
const example = new Set([...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]));

const SETTINGS: Record<string, z.ZodObject> = {
  intake: intakeSettings,
  assignment: assignmentSettings,
  resolution: resolutionSettings,
  improvement: improvementSettings,
  gateway: gatewaySettings,
};
const NAMES = Object.keys(SETTINGS);
const service = (name: string): ComposeService => {
  const found = compose.services[name];
  if (!found) throw new Error(`compose has no service ${name}`);
  return found;
};

/** What the process would see: defaults filled in, secrets that must be given made up. */
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service(name).environment)
      .map(
        ([key, value]) =>
          [
            key,
            String(value).replaceAll(
              /\$\{\w+(?::-([^}]*))?[^}]*\}/g,
              (whole, otherwise?: string) => otherwise ?? (whole.includes(':-') ? '' : 'x'.repeat(32)),
            ),
          ] as const,
      )
      .filter(([, value]) => value !== ''),
  );

describe('docker-compose.yml', () => {
  it('has every service, the two servers and the migrations', () => {
    expect(Object.keys(compose.services).sort()).toEqual([...NAMES, 'kafka', 'migrate', 'postgres'].sort());
  });

  it.each(NAMES)('gives %s settings that it knows and accepts', (name) => {
    const known = [...Object.keys(SETTINGS[name]?.shape ?? {}), 'KAFKAJS_NO_PARTITIONER_WARNING'];
    const environment = environmentOf(name);
    expect(Object.keys(service(name).environment).filter((key) => !known.includes(key))).toEqual([]);
    expect(SETTINGS[name]?.safeParse(environment).error?.issues ?? []).toEqual([]);
  });

  it.each(NAMES)('gives %s every setting that .env may hold', (name) => {
    const asked = Object.keys(SETTINGS[name]?.shape ?? {}).filter((key) => example.has(key) && key !== 'EVENTS'); // the brokers say it
    expect(asked.filter((key) => !(key in service(name).environment))).toEqual([]);
  });

  it.each([...NAMES, 'migrate'])('builds %s from a Dockerfile, with arguments and a service that exist', (name) => {
    const { context, dockerfile: file, args } = service(name).build ?? { context: '', dockerfile: '', args: {} };
    expect(existsSync(path.join(ROOT, context, file))).toBe(true);
    for (const argument of Object.keys(args)) expect(dockerfile).toMatch(new RegExp(`^ARG ${argument}\\b`, 'm'));
    expect(args['SERVICE']).toBe(name === 'migrate' ? 'intake' : name);
    expect(existsSync(path.join(ROOT, 'services', String(args['SERVICE']), 'src/main.ts'))).toBe(true);
  });

  it('runs the migrations with a command that exists', async () => {
    const [program, file, command, ...words] = service('migrate').command ?? [];
    expect([program, words]).toEqual(['node', ['--no-set-up']]);
    expect(existsSync(path.join(ROOT, String(file)))).toBe(true);
    expect(read('deploy/local/commands.mjs')).toMatch(new RegExp(`async ${command}\\(`));
    expect(Object.keys(service('migrate').environment).sort()).toEqual(
      [
        'DATABASE_URL',
        'KAFKA_BROKERS',
        ...Object.keys(brokerSettings),
        ...NAMES.filter((name) => name !== 'gateway').map((name) => `${name.toUpperCase()}_DATABASE_PASSWORD`),
      ].sort(),
    );
  });

  it('waits only for services that exist and can say that they are well', () => {
    for (const { depends_on: waits = {} } of Object.values(compose.services))
      for (const [name, { condition }] of Object.entries(waits)) {
        const { healthcheck } = service(name);
        if (condition === 'service_healthy') expect([name, healthcheck?.test?.[0]]).toEqual([name, 'CMD']);
        else expect([name, condition]).toEqual(['migrate', 'service_completed_successfully']);
      }
  });

  it.each(NAMES)('leads %s to hosts, ports, roles and databases that exist', (name) => {
    const environment = environmentOf(name);
    for (const [key, value] of Object.entries(environment).filter(([, one]) => one.startsWith('http://'))) {
      const { hostname, port } = new URL(value);
      expect([key, port]).toEqual([`${hostname.toUpperCase()}_URL`, environmentOf(hostname)['PORT']]);
    }
    if (name === 'gateway') return;
    const database = new URL(String(environment['DATABASE_URL']));
    expect([database.username, database.hostname, database.pathname]).toEqual([
      `redress_${name}`,
      'postgres',
      `/${service('postgres').environment['POSTGRES_DB']}`,
    ]);
    expect(service('kafka').environment['KAFKA_ADVERTISED_LISTENERS']).toBe(`PLAINTEXT://${environment['KAFKA_BROKERS']}`);
  });

  it('opens one door only, to the port on which the gateway listens', () => {
    const open = Object.entries(compose.services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port.split(':').at(-1)]));
    expect(open).toEqual([['gateway', environmentOf('gateway')['PORT']]]);
  });

  it('declares the volumes that it mounts, and mounts those it declares', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]));
    expect(mounted.sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('asks only for variables that .env.example explains', () => {
    const asked = [...text.matchAll(/\$\{(\w+)/g)].map((match) => String(match[1]));
    expect(asked.filter((name) => !example.has(name))).toEqual([]);
  });

  it('runs the broker with the settings of every other broker', () => {
    const own = /^(controller\.quorum\.voters|listeners|advertised\.listeners|log\.dirs)$/;
    const settings = read('deploy/kafka/server.properties')
      .split('\n')
      .filter((line) => /^[a-z]/.test(line))
      .map((line) => line.split('=') as [string, string])
      .filter(([name]) => !own.test(name));
    const given = service('kafka').environment;
    expect(settings.map(([name]) => [name, String(given[`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`])])).toEqual(settings);
    expect(read('deploy/kafka/pom.xml')).toContain(`<version>${service('kafka').image?.split(':')[1]}</version>`);
  });
});

describe('.env.example', () => {
  it('names every setting of every service but the addresses that the loop itself fills in, and no other', () => {
    const filledIn = /^(INTAKE|ASSIGNMENT|RESOLUTION|IMPROVEMENT)_URL$|^MIGRATE_ON_START$/;
    const settings = new Set(Object.values(SETTINGS).flatMap((schema) => Object.keys(schema.shape)));
    const forCompose = ['POSTGRES_PASSWORD', 'REDRESS_DATA', ...NAMES.map((name) => `${name.toUpperCase()}_DATABASE_PASSWORD`)];
    expect([...settings].filter((name) => !filledIn.test(name) && !example.has(name))).toEqual([]);
    expect([...example].filter((name) => !settings.has(String(name)) && !forCompose.includes(String(name)))).toEqual([]);
  });
});

describe('deploy/Dockerfile', () => {
  it('copies only what exists, or what an earlier stage made', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => String(match[1]).split(' '));
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map((match) => match[1]);
    for (const [, from] of dockerfile.matchAll(/^COPY --from=(\w+)/gm)) expect(stages).toContain(from);
  });

  it('takes its base image from outside, ends as an ordinary account, and needs no BuildKit', () => {
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1])).toEqual(Array(3).fill('${NODE_IMAGE}'));
    expect(dockerfile.split('FROM').at(-1)).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(dockerfile).not.toMatch(/--mount|<<|^# syntax|COPY --(link|chmod|parents)/m);
  });
});

it('the image copies every project that its build names', () => {
  const at = (file: string) => readFileSync(path.join(__dirname, '..', file), 'utf8');
  const { projects } = JSON.parse(at('nest-cli.json')) as { projects: Record<string, { root: string }> };
  const copied = [...at('deploy/Dockerfile').matchAll(/^COPY (\S+) \1$/gm)].map(([, folder]) => folder!);
  const isCopied = (root: string) => copied.some((folder) => root === folder || root.startsWith(`${folder}/`));
  expect(Object.values(projects).filter(({ root }) => !isCopied(root))).toEqual([]);
});
