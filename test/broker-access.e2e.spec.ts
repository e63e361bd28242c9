import { KafkaTransport, NotLetIn, type MessagingLog } from '#libs/messaging';
import { readBrokerAccess } from '#libs/service-kit';
import { freshDatabase, TEST_ENV, waitFor } from '#libs/test-kit';
import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startKafka } from '../deploy/local/kafka.mjs';
import { freePort } from '../deploy/local/ports.mjs';
import { resolutionDatabase } from '../services/resolution/src/store/database.js';

const PASSWORD = 'right-and-secret';
const WRONG = 'wrong-and-secret';
const STORE_PASSWORD = 'of-the-key-store';
const REFUSAL = /^The Kafka brokers do not let us in \(SASL .* failed.*\): check KAFKA_SASL_MECHANISM, KAFKA_USERNAME and KAFKA_PASSWORD\.$/;

// A broker of its own that also listens where only `redress` may come: in plain text, and over TLS with a certificate that nobody knows.
const dataDir = mkdtempSync(path.join(tmpdir(), 'redress-access-'));
const at = { plain: '', tls: '' };
let kafka: Awaited<ReturnType<typeof startKafka>>;
let ca: string;
beforeAll(async () => {
  const [plain, tls] = [await freePort(), await freePort()];
  Object.assign(at, { plain: `127.0.0.1:${plain}`, tls: `127.0.0.1:${tls}` });
  const store = path.join(dataDir, 'broker.p12');
  ca = selfSigned(store);
  const more = `SASL_PLAINTEXT://127.0.0.1:${plain},SASL_SSL://127.0.0.1:${tls}`;
  const security = 'org.apache.kafka.common.security';
  const listener = (name: string): string => `
listener.name.${name}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.${name}.plain.sasl.jaas.config=${security}.plain.PlainLoginModule required user_redress="${PASSWORD}";
listener.name.${name}.scram-sha-256.sasl.jaas.config=${security}.scram.ScramLoginModule required;
listener.name.${name}.scram-sha-512.sasl.jaas.config=${security}.scram.ScramLoginModule required;`;
  kafka = await startKafka({
    dataDir,
    users: ['SCRAM-SHA-256', 'SCRAM-SHA-512'].map((mechanism) => `${mechanism}=[name=redress,password=${PASSWORD}]`),
    settings: `
listeners=PLAINTEXT://127.0.0.1:<port>,CONTROLLER://127.0.0.1:<controllerPort>,${more}
advertised.listeners=PLAINTEXT://127.0.0.1:<port>,${more}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
ssl.keystore.type=PKCS12
ssl.keystore.location=${store}
ssl.keystore.password=${STORE_PASSWORD}
ssl.key.password=${STORE_PASSWORD}${listener('sasl_plaintext')}${listener('sasl_ssl')}
`,
  });
});
afterAll(async () => {
  await kafka?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Makes a key with a certificate that it signed itself; returns the certificate. */
function selfSigned(store: string): string {
  const tool = process.env['JAVA_HOME'] ? path.join(process.env['JAVA_HOME'], 'bin/keytool') : 'keytool';
  const keyStore = ['-alias', 'broker', '-keystore', store, '-storetype', 'PKCS12', '-storepass', STORE_PASSWORD];
  const who = ['-dname', 'CN=127.0.0.1', '-ext', 'san=ip:127.0.0.1', '-validity', '2', '-keyalg', 'EC', '-groupname', 'secp256r1'];
  execFileSync(tool, ['-genkeypair', ...keyStore, ...who], { stdio: 'ignore' });
  return execFileSync(tool, ['-exportcert', '-rfc', ...keyStore], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

type Env = Record<string, string>;
const login = (mechanism: string, password = PASSWORD): Env => ({
  KAFKA_SASL_MECHANISM: mechanism,
  KAFKA_USERNAME: 'redress',
  KAFKA_PASSWORD: password,
});
const overTls = (): Env => ({ KAFKA_TLS: 'on', KAFKA_CA: ca });

const said: unknown[] = [];
const write = (...line: unknown[]): void => void said.push(line);
const log: MessagingLog = { info: write, warn: write, error: write };
const transportWith = (address: string, env: Env): KafkaTransport =>
  new KafkaTransport({ brokers: [address], clientId: 'access', access: readBrokerAccess(env) }, log);

describe('who is known', () => {
  it.each([
    ['plain', 'plain', () => ({})],
    ['scram-sha-256', 'plain', () => ({})],
    ['PLAIN', 'tls', overTls],
    ['SCRAM-SHA-512', 'tls', overTls],
  ] as const)('with %s (%s) tells and hears', async (mechanism, way, tls) => {
    const topic = `access.${randomUUID()}`;
    const transport = transportWith(at[way], { ...login(mechanism), ...tls() });
    await transport.ensureTopics([topic], 4);
    const publisher = transport.publisher();
    await publisher.publish([{ topic, key: 'a', value: 'told', headers: {} }]);
    await publisher.close();
    const heard: string[] = [];
    await transport.subscribe({
      group: topic,
      topics: [topic],
      sliceSize: 10,
      onSlice: (records) => Promise.resolve(void heard.push(...records.map(({ value }) => value))),
      onFatal: write,
    });
    await waitFor('what was told', () => heard.length > 0);
    await waitFor('the end of the log', async () => (await transport.lag(topic, [topic])).every(({ lag }) => lag === 0));
    await transport.close();
    expect(heard).toEqual(['told']);
  });
});

describe('who is not', () => {
  it.each([
    ['plain', 'plain', () => login('plain', WRONG)],
    ['scram-sha-256', 'plain', () => login('scram-sha-256', WRONG)],
    ['plain', 'tls', () => ({ ...login('plain', WRONG), ...overTls() })],
  ] as const)('with %s (%s) hears so in one sentence, at once, whatever is tried', async (_mechanism, way, env) => {
    const transport = transportWith(at[way], env());
    const publisher = transport.publisher();
    const request = { group: 'g', topics: ['t'], sliceSize: 1, onSlice: () => Promise.resolve(), onFatal: write };
    const began = Date.now();
    const refusals = await Promise.all(
      [
        transport.ensureTopics(['t'], 4),
        transport.subscribe(request),
        transport.lag('g', ['t']),
        publisher.publish([{ topic: 't', key: 'a', value: '', headers: {} }]),
      ].map((trying) => trying.then(() => undefined, (error: unknown) => error as NotLetIn)), // prettier-ignore
    );
    expect(Date.now() - began).toBeLessThan(15_000);
    await publisher.close();
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(NotLetIn);
      expect(refusal?.message).toMatch(REFUSAL);
      expect(refusal?.stack).toBe(`NotLetIn: ${refusal?.message}`);
    }
    expect(JSON.stringify(said)).not.toMatch(/and-secret/);
  });

  it('hears that there is a login, or none', async () => {
    const refusal = (address: string, env: Env): Promise<unknown> =>
      transportWith(address, env)
        .ensureTopics(['t'], 4)
        .catch((error: Error) => error.message);
    expect(await refusal(at.plain, {})).toMatch(
      /^The Kafka brokers hang up on us \(.*\): check KAFKA_BROKERS, KAFKA_TLS and KAFKA_SASL_MECHANISM\.$/,
    );
    expect(await refusal(kafka.brokers, login('plain'))).toMatch(/^The Kafka brokers do not let us in \(.*SASL state\): check KAFKA_SASL_MECHANISM/);
  });

  it('hears that a certificate is not believed', async () => {
    await expect(transportWith(at.tls, { ...login('plain'), KAFKA_TLS: 'on' }).ensureTopics(['t'], 4)).rejects.toThrow(
      /^The Kafka brokers do not let us in \(.*self-signed certificate.*\): check KAFKA_BROKERS and KAFKA_CA\.$/,
    );
  });
});

describe('a process', () => {
  const run = (words: readonly string[], env: Env): Promise<{ code: unknown; said: string }> =>
    new Promise((resolve) =>
      execFile(process.execPath, words, { cwd: path.join(__dirname, '..'), env: { ...process.env, ...env } }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, said: stdout + stderr }),
      ),
    );
  // Jest cannot load what is built, and so it is with a launcher that asks it how brokers are entered.
  const launch = (script: string, env: Env): Promise<{ code: unknown; said: string }> =>
    run(['--input-type=module', '-e', script], { KAFKA_BROKERS: at.tls, DATABASE_URL: '', ...overTls(), ...env });

  it('of the launcher says what is wrong', async () => {
    const topics = `import { createTopics } from './deploy/local/topics.mjs';
      for (const env of [process.env, { KAFKA_BROKERS: process.env.KAFKA_BROKERS, KAFKA_USERNAME: 'redress' }])
        await createTopics(env.KAFKA_BROKERS, [], { env }).catch((error) => console.log(error.constructor.name, error.message));`;
    const { said } = await launch(topics, login('scram-sha-512', WRONG));
    expect(said).toMatch(/^Remedy The broker at \S+ does not serve us \(SASL SCRAM .* failed.*\): check KAFKA_BROKERS, or .*KAFKA_PASSWORD\.\n/);
    expect(said).toMatch(/^Remedy The configuration has 1 fault.*\n.*KAFKA_SASL_MECHANISM, KAFKA_PASSWORD: missing/m);
    expect(said).not.toMatch(/and-secret/);
  });

  it('of a loop on such a broker tells and hears', async () => {
    const loop = `import { startLoop } from './deploy/local/loop.mjs';
      const loop = await startLoop({ dataDir: process.env.FOLDER, kafkaBrokers: process.env.KAFKA_BROKERS, services: ['intake'] });
      await loop.stop();
      console.log('was ready');`;
    const folder = path.join(dataDir, 'loop');
    expect(await launch(loop, { FOLDER: folder, ...login('scram-sha-512') })).toEqual({ code: 0, said: 'was ready\n' });
    expect(readFileSync(path.join(folder, 'logs/intake.log'), 'utf8')).not.toMatch(/and-secret/);
  });

  it('of a service says what is wrong, and ends', async () => {
    const { url, drop } = await freshDatabase(resolutionDatabase);
    const { code, said } = await run(['dist/services/resolution/src/main.js'], {
      ...TEST_ENV,
      LOG_LEVEL: 'info',
      DATABASE_URL: url,
      KAFKA_BROKERS: at.plain,
      ...login('plain', WRONG),
    });
    await drop();
    const last = JSON.parse(said.trim().split('\n').at(-1) ?? '') as { level: string; msg: string; err: Error };
    expect([code, last.level, last.msg, last.err.message]).toEqual([1, 'fatal', 'cannot start', expect.stringMatching(REFUSAL)]);
    expect(last.err.stack).toBe(`NotLetIn: ${last.err.message}`);
    expect(said).not.toMatch(/and-secret/);
  });
});
