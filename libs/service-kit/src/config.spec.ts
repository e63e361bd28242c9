import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { readBrokerAccess } from './broker-access.js';
import { ConfigFault, readConfig, redacted } from './config.js';
import { serviceSettings } from './settings.js';

const schema = z.object({ ...serviceSettings, INTAKE_DAYS: z.coerce.number().int().positive().default(7) });
const secret = 'x'.repeat(32);
const good = { PORT: '3001', DATABASE_URL: 'postgres://redress_intake:hidden@localhost/redress', TRACKING_SECRET: secret, CURSOR_SECRET: secret };

it('reads what is there and fills in the defaults', () => {
  expect(readConfig(schema, { ...good, KAFKA_BROKERS: 'a:9092, b:9092', MIGRATE_ON_START: 'true', INTAKE_DAYS: '3' })).toMatchObject({
    PORT: 3001,
    HOST: '127.0.0.1',
    KAFKA_BROKERS: ['a:9092', 'b:9092'],
    MIGRATE_ON_START: true,
    AUTH_DEVELOPMENT_ISSUER: false,
    AUTH_ALGORITHMS: ['RS256', 'ES256'],
    INTAKE_DAYS: 3,
  });
});

it('reports all faults together, without values', () => {
  const read = () => readConfig(schema, { PORT: 'many', DATABASE_URL: 'mysql://secret-host', TRACKING_SECRET: 'short', AUTH_ALGORITHMS: 'HS256' });
  expect(read).toThrow(ConfigFault);
  try {
    read();
  } catch (error) {
    const { message, faults } = error as ConfigFault;
    expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual([
      'AUTH_ALGORITHMS',
      'CURSOR_SECRET',
      'DATABASE_URL',
      'PORT',
      'TRACKING_SECRET',
    ]);
    expect(message).toContain('CURSOR_SECRET: is missing');
    expect(message).not.toMatch(/secret-host|short/);
  }
});

it('takes an empty variable for a missing one', () => {
  expect(() => readConfig(schema, { ...good, CURSOR_SECRET: '' })).toThrow('CURSOR_SECRET: is missing');
});

describe('a secret in a file', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'config-')), 'secret');
  writeFileSync(file, `${'y'.repeat(40)}\n`);
  const { CURSOR_SECRET: _given, ...rest } = good;

  it('is read without its last newline', () => expect(readConfig(schema, { ...rest, CURSOR_SECRET_FILE: file }).CURSOR_SECRET).toBe('y'.repeat(40)));
  it('is read beside an empty value', () =>
    expect(readConfig(schema, { ...good, CURSOR_SECRET: '', CURSOR_SECRET_FILE: file }).CURSOR_SECRET).toBe('y'.repeat(40)));
  it('that cannot be read is a fault', () =>
    expect(() => readConfig(schema, { ...rest, CURSOR_SECRET_FILE: '/nowhere' })).toThrow(
      'CURSOR_SECRET: the file named by CURSOR_SECRET_FILE cannot be read',
    ));
  it('beside a value is a fault', () => expect(() => readConfig(schema, { ...good, CURSOR_SECRET_FILE: file })).toThrow('is given twice'));
});

describe('how brokers let us in', () => {
  const ca = '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----';
  const login = { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_USERNAME: 'redress', KAFKA_PASSWORD: 'to-the-brokers' };
  const sasl = { mechanism: 'scram-sha-512', username: 'redress', password: 'to-the-brokers' };

  it.each([
    ['nothing said', {}, {}],
    ['TLS', { KAFKA_TLS: 'on' }, { ssl: true }],
    ['TLS and who signed', { KAFKA_TLS: 'on', KAFKA_CA: ca }, { ssl: { ca } }],
    ['a login', login, { sasl }],
    ['both', { ...login, KAFKA_TLS: 'on' }, { ssl: true, sasl }],
  ])('%s', (_, env, access) => expect(readBrokerAccess(env)).toEqual(access));

  it.each([
    ['a name alone', { KAFKA_USERNAME: 'redress' }, /- KAFKA_SASL_MECHANISM, KAFKA_PASSWORD: missing/],
    ['no password', { ...login, KAFKA_PASSWORD: '' }, /- KAFKA_PASSWORD: missing, a login at the brokers needs KAFKA_SASL_MECHANISM, /],
    ['no mechanism', { ...login, KAFKA_SASL_MECHANISM: '' }, /- KAFKA_SASL_MECHANISM: missing/],
    [
      'a mechanism that we cannot',
      { ...login, KAFKA_SASL_MECHANISM: 'gssapi' },
      /- KAFKA_SASL_MECHANISM: .*"plain"\|"scram-sha-256"\|"scram-sha-512"/,
    ],
    ['a CA without TLS', { KAFKA_CA: ca }, /- KAFKA_CA: is of no use without KAFKA_TLS=on/],
    ['a CA that is none', { KAFKA_TLS: 'on', KAFKA_CA: '/etc/ca.pem' }, /- KAFKA_CA: is no certificate as PEM/],
  ])('%s is one fault, without values', (_, env, sentence) => {
    expect(() => readBrokerAccess(env)).toThrow(sentence);
    expect(() => readBrokerAccess(env)).toThrow(/has 1 fault/);
    expect(() => readBrokerAccess(env)).not.toThrow(/to-the-brokers|gssapi|etc/);
  });
});

it('hides secrets when it is printed', () => {
  expect(redacted({ CURSOR_SECRET: secret, KAFKA_PASSWORD: 'short', DATABASE_URL: good.DATABASE_URL, PORT: 1, KAFKA_BROKERS: ['a:9092'] })).toEqual({
    CURSOR_SECRET: '(hidden)',
    KAFKA_PASSWORD: '(hidden)',
    DATABASE_URL: 'postgres://redress_intake:***@localhost/redress',
    PORT: 1,
    KAFKA_BROKERS: ['a:9092'],
  });
});
