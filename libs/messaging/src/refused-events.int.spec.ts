import { ComplaintAcknowledged } from '#libs/contracts';
import { freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { noteDatabase, notes } from '../test/note-service.js';
import { noting } from '../test/poison.js';
import { RefusingLog } from '../test/refusing-log.js';
import { silentLog } from './log.js';
import { Messaging } from './messaging.js';
import { Rebuild } from './rebuild.js';
import { RefusedEvents } from './refused-events.js';
import { runWork } from './run-work.js';
import { DISCARDED } from './stand-in.js';
import type { WireRecord } from './transport/transport.js';

const NAME = 'note.write-down';
const by = { actor: 'minji', why: 'the picture is too large' };
let fresh: FreshDatabase;
let log: RefusingLog;
let messaging: Messaging;
let refused: RefusedEvents;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.db.query(
    'truncate note, outbox, aggregate_head, outbox_parked, outbox_discarded, inbox, parked, consumer_position, redrive_audit, rebuild',
  );
  log = new RefusingLog();
  refused = new RefusedEvents(fresh.db);
  messaging = new Messaging('note', fresh.db, log, [noting()], silentLog);
  await messaging.start();
});
afterEach(() => messaging.stop());

const valueIn = ({ value }: WireRecord): number => Date.parse((JSON.parse(value) as { acknowledgedAt: string }).acknowledgedAt);
/** The log finds the event of this value too large. */
const tooLarge = (value: number) => (log.refuses = (record) => (valueIn(record) === value ? 'MESSAGE_TOO_LARGE' : undefined));
const emit = (key: string, ...values: number[]): Promise<void> =>
  runWork(fresh.db, { actor: 'test' }, (work) => {
    for (const value of values) work.emit(ComplaintAcknowledged({ complaintId: key, channel: 'app', acknowledgedAt: new Date(value).toISOString() }));
    return Promise.resolve();
  });
const allRefused = (count: number) => waitFor(`${count} refused`, async () => (await messaging.flow()).outbox.refused === count);
const noted = (key: string, count: number) => waitFor(`${count} notes`, async () => (await notes(fresh.db, NAME, key)).length === count);
const nothingAside = () => waitFor('nothing aside', async () => (await fresh.db.query('select 1 from outbox_parked')).length === 0);

it('I4 I7 gives an event up: later ones of its key are applied in order, nobody sees a gap, and what it said is kept', async () => {
  const key = randomUUID();
  tooLarge(2);
  await emit(key, 1, 2, 3);
  await allRefused(1);
  await emit(key, 4);
  await waitFor('the later one', async () => (await messaging.flow()).outbox.behind === 2);
  expect(await notes(fresh.db, NAME, key)).toEqual(['1']);

  const [event] = await refused.list({ state: 'refused' }, { limit: 10 });
  expect(event).toMatchObject({ key, sequence: 2, reason: 'MESSAGE_TOO_LARGE', attempts: 1, behind: 2, bytes: expect.any(Number) });
  const shown = await refused.show(event!.id);
  expect([shown?.headers['ce_sequence'], Date.parse(JSON.parse(shown!.value).acknowledgedAt)]).toEqual(['2', 2]);
  expect(await refused.discard({ ids: [event!.id] }, by)).toEqual({ action: 'discard', dryRun: false, events: 1, behind: 2 });

  await noted(key, 3);
  expect(await notes(fresh.db, NAME, key)).toEqual(['1', '3', '4']);
  await emit(key, 5);
  await noted(key, 4);
  expect([
    await fresh.db.query('select * from parked'),
    await fresh.db.query('select first_sequence as first, last_sequence as last, missing::text from consumer_position'),
    await fresh.db.query('select queue, actor, action, why, keys, event_ids from redrive_audit'),
    await fresh.db.query('select event_id, sequence, type, reason, payload from outbox_discarded'),
  ]).toEqual([
    [],
    [{ first: 1, last: 5, missing: '{}' }],
    [{ queue: 'refused', action: 'discard', keys: 1, event_ids: [event!.eventId], ...by }],
    [{ event_id: event!.eventId, sequence: 2, type: event!.type, reason: event!.reason, payload: shown!.value }],
  ]);
});

it('a rebuild hears the stand-in and goes on as everybody did', async () => {
  const key = randomUUID();
  tooLarge(1);
  await emit(key, 1, 2);
  await allRefused(1);
  await refused.discard({ key }, by);
  await noted(key, 1);
  const reset = async (tx: { query(sql: string): Promise<unknown> }) => void (await tx.query('delete from note'));
  const projection = { name: 'note.notes', handlers: [noting()], reset };
  expect(await new Rebuild('note', fresh.db, log, projection, silentLog).run('minji', () => undefined)).toBe(true);
  expect([await notes(fresh.db, NAME, key), await fresh.db.query('select * from parked')]).toEqual([['2'], []]);
});

it('a stand-in that the log refuses too waits as all others do, and can be let go but not be given up', async () => {
  const key = randomUUID();
  log.refuses = () => 'UNKNOWN_TOPIC_OR_PARTITION';
  await emit(key, 1, 2);
  await allRefused(1);
  await refused.discard({ key }, by);
  await waitFor('the stand-in', async () => (await refused.list({ state: 'refused' }, { limit: 1 }))[0]?.type === DISCARDED);
  expect(await refused.discard({ key }, by)).toMatchObject({ events: 0 });
  log.refuses = () => undefined;
  expect(await refused.redrive({ key }, by)).toMatchObject({ events: 1, behind: 1 });
  await noted(key, 1);
  expect(await notes(fresh.db, NAME, key)).toEqual(['2']);
});

it('moves one event, one key or one reason, and nothing else; dry, nothing at all', async () => {
  const [large, strange, other] = [randomUUID(), randomUUID(), randomUUID()];
  log.refuses = ({ key }) => (key === strange ? 'INVALID_RECORD' : 'MESSAGE_TOO_LARGE');
  for (const key of [large, strange, other]) await emit(key, 1, 2);
  await allRefused(3);
  const before = await fresh.db.query('select * from outbox_parked order by id');
  expect(await refused.redrive({ reason: 'MESSAGE_TOO_LARGE' }, { ...by, dryRun: true })).toEqual({
    action: 'redrive',
    dryRun: true,
    events: 2,
    behind: 2,
  });
  expect(await refused.discard({ key: large }, { ...by, dryRun: true })).toMatchObject({ events: 1, behind: 1 });
  expect([await fresh.db.query('select * from outbox_parked order by id'), await fresh.db.query('select * from redrive_audit')]).toEqual([
    before,
    [],
  ]);

  log.refuses = () => undefined;
  const idOf = async (key: string) => (await refused.list({ key, state: 'refused' }, { limit: 1 }))[0]!.id;
  await refused.redrive({ ids: [await idOf(other)] }, by);
  await noted(other, 2);
  await refused.redrive({ reason: 'INVALID_RECORD' }, by);
  await noted(strange, 2);
  expect(await notes(fresh.db, NAME, large)).toEqual([]);
  await refused.redrive({ key: large }, by);
  await noted(large, 2);
  await nothingAside();
});

it('gives up only what was refused, never what waits behind it', async () => {
  const key = randomUUID();
  tooLarge(1);
  await emit(key, 1, 2);
  await allRefused(1);
  const [, behind] = await refused.list({ key }, { limit: 10 });
  expect(behind).toMatchObject({ state: 'behind', reason: null, behind: 0 });
  expect(await refused.discard({ ids: [behind!.id] }, by)).toMatchObject({ events: 0 });
  expect(await refused.show(0)).toBeUndefined();
});
