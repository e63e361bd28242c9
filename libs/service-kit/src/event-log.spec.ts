import { EVENT_TRANSPORT, InMemoryTransport, KafkaTransport, MessagingModule, PostgresTransport } from '#libs/messaging';
import { TEST_ENV } from '#libs/test-kit';
import { Module } from '@nestjs/common';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import { createServiceApp, DatabaseModule, readConfig, serviceSettings } from './index.js';

/** The smallest service with an event log; nothing of it is ever connected. */
@Module({
  imports: [
    DatabaseModule.forService({ schema: 'letters', tables: [], migrations: [] }),
    MessagingModule.forService({ service: 'letters', hears: [] }),
  ],
})
class LettersModule {}

const folder = mkdtempSync(path.join(tmpdir(), 'redress-log-'));
afterAll(() => rmSync(folder, { recursive: true }));
const inFile = (text: string): string => {
  const file = path.join(folder, text.replace(/\W/g, '-'));
  writeFileSync(file, `${text}\n`);
  return file;
};

it.each([
  ['the brokers that are named', KafkaTransport, { KAFKA_BROKERS: 'a:9092' }],
  ['the brokers that a file names', KafkaTransport, { KAFKA_BROKERS_FILE: inFile('a:9092') }],
  ['the Postgres log', PostgresTransport, { EVENTS: 'postgres', KAFKA_BROKERS: 'a:9092' }],
  ['the Postgres log, when a file says so', PostgresTransport, { EVENTS_FILE: inFile('postgres') }],
  ['nobody, without a log', InMemoryTransport, {}],
])('events go to %s', async (_where, transport, env: Record<string, string>) => {
  const config = readConfig(z.object(serviceSettings), { ...TEST_ENV, DATABASE_URL: 'postgres://none', ...env });
  const nest = await createServiceApp(LettersModule, config, pino({ level: 'silent' }));
  expect(nest.get(EVENT_TRANSPORT)).toBeInstanceOf(transport);
  await nest.close();
});

it('brokers are entered as the settings say', async () => {
  const login = { KAFKA_TLS: 'on', KAFKA_SASL_MECHANISM: 'plain', KAFKA_USERNAME: 'redress', KAFKA_PASSWORD_FILE: inFile('to-the-brokers') };
  const env = { ...TEST_ENV, DATABASE_URL: 'postgres://none', KAFKA_BROKERS: 'a:9092', ...login };
  const nest = await createServiceApp(LettersModule, readConfig(z.object(serviceSettings), env), pino({ level: 'silent' }));
  const sasl = { mechanism: 'plain', username: 'redress', password: 'to-the-brokers' };
  expect(nest.get(EVENT_TRANSPORT)).toHaveProperty('options.access', { ssl: true, sasl });
  await nest.close();
});

it('every broker of the list is asked, however it is written', async () => {
  const config = readConfig(z.object(serviceSettings), { ...TEST_ENV, DATABASE_URL: 'postgres://none', KAFKA_BROKERS: 'a:9092, b:9092' });
  const nest = await createServiceApp(LettersModule, config, pino({ level: 'silent' }));
  expect(nest.get(EVENT_TRANSPORT)).toHaveProperty('options.brokers', ['a:9092', 'b:9092']);
  await nest.close();
});
