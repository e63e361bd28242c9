import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brokerSettings } from '../libs/service-kit/src/settings.js';
import { aFolder, load, LOCAL } from './launcher-scripts.js';

describe('dependencies are installed when they are missing or other than the lock says', () => {
  const { isInstalled } = load('fresh.mjs');
  const zod = { version: '4.6.7', integrity: 'sha512-a' };
  const lock = {
    packages: { '': {}, 'node_modules/zod': zod, 'node_modules/@x/win32': { version: '1.0.0', integrity: 'sha512-w', optional: true } },
  };

  it.each([
    ['nothing is there', undefined, false],
    ['all is there that this machine needs', { packages: { 'node_modules/zod': zod } }, true],
    ['a package is missing', { packages: {} }, false],
    ['a package has another version', { packages: { 'node_modules/zod': { ...zod, version: '4.0.0' } } }, false],
    ['a package has other bytes', { packages: { 'node_modules/zod': { ...zod, integrity: 'sha512-b' } } }, false],
    ['a package is there that the lock does not name', { packages: { 'node_modules/zod': zod, 'node_modules/old': zod } }, false],
  ])('%s', (_, installed, expected) => expect(isInstalled(lock, installed)).toBe(expected));

  it('takes what is installed here for fresh', () => {
    const json = (file: string): unknown => JSON.parse(readFileSync(path.join(LOCAL, '../..', file), 'utf8'));
    expect(isInstalled(json('package-lock.json'), json('node_modules/.package-lock.json'))).toBe(true);
  });
});

describe('the build is stale when a source changes', () => {
  const { fingerprint, orphansIn } = load('fresh.mjs');

  it('by an edit, a new file and a removed file, not by a spec', () => {
    const root = aFolder();
    const file = path.join(root, 'services/intake/a.ts');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'export const a = 1;');
    const now = (): string => fingerprint(root, ['services', 'nowhere'], ['package.json']);
    const before = now();
    expect(now()).toBe(before);
    writeFileSync(path.join(root, 'services/intake/a.spec.ts'), '');
    expect(now()).toBe(before);
    utimesSync(file, new Date(0), new Date(0));
    const edited = now();
    expect(edited).not.toBe(before);
    writeFileSync(path.join(root, 'services/intake/b.ts'), '');
    expect(now()).not.toBe(edited);
    rmSync(path.join(root, 'services/intake/b.ts'));
    expect(now()).toBe(edited);
  });

  it('and what was built from a source that is gone goes, too', () => {
    expect(orphansIn(['a/x.js', 'a/x.js.map', 'a/gone.js', 'a/gone.js.map'], ['a/x.ts'])).toEqual(['a/gone.js', 'a/gone.js.map']);
  });
});

describe('Java', () => {
  const { javaMajor } = load('java.mjs');
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_292"', 8],
    ['openjdk version "25-ea" 2025-09-16', 25],
    ['no such thing', undefined],
  ])('%s is %s', (printed, major) => expect(javaMajor(printed)).toBe(major));
});

describe('Node', () => {
  const { refuseOldNode } = load('set-up.mjs');
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0'])('%s runs it', (version) => expect(() => refuseOldNode(version)).not.toThrow());
  it.each(['20.18.3', '18.20.0'])('%s is refused with the remedy', (version) =>
    expect(() => refuseOldNode(version)).toThrow(/needs Node 20\.19 or newer/),
  );
});

describe('secrets', () => {
  const { loopSecrets } = load('secrets.mjs');
  it('are made once per folder, only its owner may read them, and every purpose has its own', () => {
    const folder = aFolder();
    const { password, ...once } = loopSecrets(folder);
    const { password: samePassword, ...again } = loopSecrets(folder);
    expect(again).toEqual(once);
    expect(samePassword('intake')).toBe(password('intake'));
    expect(new Set([...Object.values(once), password('intake'), password('assignment')]).size).toBe(6);
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(loopSecrets(aFolder()).token).not.toBe(once.token);
  });
  it('leave the one that signs tokens to who chose it', () => {
    const chosen = 'chosen-'.repeat(5);
    expect(loopSecrets(aFolder(), { AUTH_DEVELOPMENT_SECRET: chosen }).token).toBe(chosen);
    expect(loopSecrets(aFolder(), { AUTH_DEVELOPMENT_SECRET: '' }).token).not.toBe('');
    // A token signed with it would be accepted nowhere.
    expect(() => loopSecrets(aFolder(), { AUTH_DEVELOPMENT_SECRET: 'short' })).toThrow(/^AUTH_DEVELOPMENT_SECRET needs at least 32 characters: /);
  });
});

describe('npm run token', () => {
  const { tokenRequest } = load('token.mjs');
  it('takes several roles and a name', () =>
    expect(tokenRequest({ role: 'agent, importer', name: ' Minji ' })).toEqual({ roles: ['agent', 'importer'], name: 'Minji', hours: 12 }));
  it.each([
    [{ role: 'agent' }, /needs a role and a name/],
    [{ role: 'king', name: 'Minji' }, /no role king/],
    [{ role: 'customer', name: 'Minji' }, /no role customer/],
    [{ role: 'agent', name: 'Minji', hours: '-1' }, /--hours/],
  ])('refuses %j', (words, sentence) => expect(() => tokenRequest(words)).toThrow(sentence));
});

describe('help', () => {
  const { HELP } = load('help.mjs');
  const { COMMANDS } = load('commands.mjs');

  it('is there for every command that a person gives', () => {
    const theyTellTheirOwn = ['story', 'events'];
    const forScripts = ['build', 'set-up'];
    expect(Object.keys(HELP).sort()).toEqual(
      Object.keys(COMMANDS)
        .filter((name) => ![...theyTellTheirOwn, ...forScripts].includes(name))
        .sort(),
    );
  });

  it.each(['start', 'check', 'migrate', 'token'])('is what %s names to whoever writes a word that it does not know', async (name) => {
    const remedy = `\`npm run ${name} -- --help\` shows what there is.`;
    await expect(COMMANDS[name](['--fast'])).rejects.toThrow(`Unknown option '--fast'; ${remedy}`);
    await expect(COMMANDS[name](['now'])).rejects.toThrow(`Unexpected argument 'now'; ${remedy}`);
  });
});

describe('topics', () => {
  const { wrongPartitions } = load('topics.mjs');
  it('with another number of partitions are named', () => {
    const found = [
      { name: 'a', partitions: [1, 2, 3, 4] },
      { name: 'b', partitions: [1] },
    ];
    expect(
      wrongPartitions(
        ['a', 'b', 'c'].map((topic) => ({ topic, numPartitions: 4 })),
        found,
      ),
    ).toEqual(['b has 1 instead of 4', 'c has 0 instead of 4']);
  });
});

describe('the broker in Java', () => {
  const { inProperties } = load('kafka-process.mjs');

  it.each([
    ['/home/me/redress/.data', '/home/me/redress/.data'],
    ['/home/J\u00fcrgen \u{1f600}', '/home/J\\u00fcrgen \\ud83d\\ude00'],
    ['C:\\redress', 'C:\\\\redress'],
  ])('reads %s as it is meant', (value, written) => expect(inProperties(value)).toBe(written));
});

describe('how the brokers of KAFKA_BROKERS are entered', () => {
  const { ACCESS_SETTINGS, brokerAccess } = load('broker-access.mjs');
  const { serviceEnvironment } = load('service-environment.mjs');
  const settings = { KAFKA_BROKERS: 'k:9092', KAFKA_TLS: 'on', KAFKA_USERNAME: 'redress', KAFKA_PASSWORD_FILE: '/run/secrets/kafka' };
  const given = (brokers?: string) => serviceEnvironment('intake', { ports: {}, brokers, databaseUrls: {}, secrets: {}, settings });

  it('is told to services that use them', () => expect(given('k:9092')).toMatchObject(settings));

  it.each([['127.0.0.1:9092'], [undefined]])('is no concern of those that use %s', async (brokers) => {
    expect(Object.keys(given(brokers)).filter((name) => /^KAFKA_(?!BROKERS)/.test(name))).toEqual([]);
    expect(await brokerAccess(brokers, settings)).toEqual({});
  });

  it('is known by the names that the services know', () => expect(ACCESS_SETTINGS).toEqual(Object.keys(brokerSettings)));
});

describe('the broker in Docker', () => {
  const { imageEnvironment } = load('kafka-docker.mjs');
  it('gets the settings of the file in the names that the image reads', () =>
    expect(imageEnvironment('# why\nnode.id=1\nlog.dirs=<dataDir>\n', { port: 15001 })).toEqual(
      expect.arrayContaining(['KAFKA_NODE_ID=1', 'KAFKA_LOG_DIRS=/var/lib/kafka/data', 'KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://127.0.0.1:15001']),
    ));
});

describe('the loop is reached', () => {
  const { urlAt } = load('ports.mjs');

  it.each([
    [undefined, 'http://127.0.0.1:8080'],
    ['0.0.0.0', 'http://127.0.0.1:8080'],
    ['192.0.2.7', 'http://192.0.2.7:8080'],
    ['::1', 'http://[::1]:8080'],
  ])('with HOST=%s at %s', (host, url) => expect(urlAt(8080, host)).toBe(url));
});

describe('where events go', () => {
  const { chooseEvents, rememberEvents } = load('events.mjs');
  const { Remedy } = load('say.mjs');
  const noBroker = (): never => {
    throw new Remedy('Java is missing: install it.');
  };

  it.each([
    ['to Kafka, when a broker can be had', {}, 'kafka'],
    ['to the brokers that are given', { kafkaBrokers: 'k:9092', findBroker: noBroker }, 'kafka'],
    ['to the Postgres log, when none can be had', { findBroker: noBroker }, 'postgres'],
    ['where they are told to', { events: 'postgres', kafkaBrokers: 'k:9092' }, 'postgres'],
    ['where they are told to, even if that cannot be had', { events: 'kafka', findBroker: noBroker }, 'kafka'],
  ])('%s', (_, given, expected) => expect(chooseEvents({ dataDir: aFolder(), findBroker: () => {}, ...given }).events).toBe(expected));

  it('says in one line that there is no Kafka, and nothing when there is', () => {
    expect(chooseEvents({ dataDir: aFolder(), findBroker: noBroker }).note).toMatch(/^✓ no Java .*Postgres log.*[^\n]$/);
    expect(chooseEvents({ dataDir: aFolder(), findBroker: () => {} }).note).toBeUndefined();
  });

  it('where they went the last time, whatever the machine has now; a change is said', () => {
    const folder = aFolder();
    rememberEvents(folder, 'postgres');
    expect(chooseEvents({ dataDir: folder, findBroker: () => {} })).toEqual({ events: 'postgres' });
    expect(chooseEvents({ dataDir: folder, events: 'kafka' }).note).toMatch(/what postgres holds unread stays there/);
    expect(chooseEvents({ dataDir: folder, kafkaBrokers: 'k:9092' }).note).toMatch(/go to kafka .* what postgres holds unread stays there/);
    const older = aFolder();
    mkdirSync(path.join(older, 'kafka'));
    expect(chooseEvents({ dataDir: older, findBroker: noBroker })).toEqual({ events: 'kafka' });
  });

  it('refuses a word that it does not know', () =>
    expect(() => chooseEvents({ dataDir: aFolder(), events: 'rabbit' })).toThrow('EVENTS is "rabbit": say kafka or postgres.'));
});
