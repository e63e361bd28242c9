import { freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { EventEmitter } from 'node:events';
import { noteDatabase } from '../test/note-service.js';
import { PinnedConnection, type Notification } from './pinned-connection.js';

let fresh: FreshDatabase;
let connection: PinnedConnection;
let heard: Notification[];
let lost: unknown[];
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());

beforeEach(() => {
  heard = [];
  lost = [];
  connection = new PinnedConnection(fresh.db, {
    begin: ['listen pinned'],
    end: 'unlisten *',
    answerWithinMs: 1_000,
    heard: (notification) => heard.push(notification),
    lost: (error) => lost.push(error),
  });
});
afterEach(() => connection.close());

async function pid(): Promise<number> {
  const [row] = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
  return row!.pid;
}

async function hears(payload: string): Promise<void> {
  await fresh.db.query('select pg_notify($1, $2)', ['pinned', payload]);
  await waitFor(payload, () => heard.some((notification) => notification.payload === payload));
}

/** Runs `use` and answers pg's client of the connection that it made. */
async function clientMadeBy(use: () => Promise<unknown>): Promise<EventEmitter> {
  const made: EventEmitter[] = [];
  const { master: pool } = fresh.db.driver as unknown as { master: EventEmitter };
  const note = (client: EventEmitter): number => made.push(client);
  pool.on('acquire', note);
  await use();
  pool.off('acquire', note);
  return made[0]!;
}

it('keeps one session, and hears what it listens to', async () => {
  const first = await pid();
  await hears('something');
  expect(await pid()).toBe(first);
  expect(lost).toEqual([]);
});

it('C55 is made again when it breaks, says so once, and listens as before', async () => {
  const first = await pid();
  await fresh.db.query('select pg_terminate_backend($1)', [first]);
  await waitFor('the loss', () => lost.length === 1);
  expect(await pid()).not.toBe(first);
  await hears('after the loss');
  expect(lost).toHaveLength(1);
});

it('C55 an older connection that complains late does not cost the newer one', async () => {
  let first = 0;
  const older = await clientMadeBy(async () => (first = await pid()));
  await fresh.db.query('select pg_terminate_backend($1)', [first]);
  await waitFor('the loss', () => lost.length === 1);
  const second = await pid();
  older.emit('error', new Error('late'));
  expect(await pid()).toBe(second);
  expect(lost).toHaveLength(1);
});

it('C55 a session that does not answer in time is ended, and nobody else gets it', async () => {
  const first = await pid();
  await expect(connection.query('select pg_sleep(30)')).rejects.toThrow('no answer from the database');
  expect(lost).toHaveLength(1);
  expect(await pid()).not.toBe(first);
  const others = await Promise.all(Array.from({ length: 4 }, () => fresh.db.query('select pg_backend_pid() as pid, pg_sleep(0.1)')));
  expect(others.map(([{ pid }]) => pid as number)).not.toContain(first);
});

it('C55 a broken pipe is no answer, though its code has five letters', async () => {
  let first = 0;
  const client = await clientMadeBy(async () => (first = await pid()));
  Object.assign(client, { query: () => Promise.reject(Object.assign(new Error('write'), { code: 'EPIPE' })) });
  await expect(connection.query('select 1')).rejects.toMatchObject({ code: 'EPIPE' });
  expect(lost).toHaveLength(1);
  expect(await pid()).not.toBe(first);
});

it('a refusal is an answer: the session stays', async () => {
  const first = await pid();
  await expect(connection.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' });
  expect(await pid()).toBe(first);
  expect(lost).toEqual([]);
});

it('C55 what cannot begin is not kept: the next statement tries anew', async () => {
  const gated = new PinnedConnection(fresh.db, {
    begin: ['select from gate'],
    end: 'select 1',
    answerWithinMs: 1_000,
    heard: () => undefined,
    lost: (error) => lost.push(error),
  });
  await expect(gated.query('select 1 as one')).rejects.toMatchObject({ code: '42P01' });
  await fresh.db.query('create table gate ()');
  expect(await gated.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(lost).toEqual([]);
  await gated.close();
});

it('ends what it was told before it closes, and takes nothing afterwards', async () => {
  const ear = fresh.db.createQueryRunner();
  const client = (await ear.connect()) as EventEmitter & { query(text: string): Promise<unknown> };
  await client.query('listen farewell');
  const told: string[] = [];
  client.on('notification', ({ payload }: Notification) => told.push(payload ?? ''));
  const telling = connection.query(`select pg_notify('farewell', 'good bye')`);
  await connection.close();
  await telling;
  await waitFor('the last words', () => told.includes('good bye'));
  expect(lost).toEqual([]);
  await expect(connection.query('select 1')).rejects.toThrow('closed');
  await ear.release();
});
