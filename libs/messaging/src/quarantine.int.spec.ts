import { ComplaintAcknowledged } from '#libs/contracts';
import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { randomBytes, randomUUID } from 'node:crypto';
import { noteDatabase, notes } from '../test/note-service.js';
import { bytes, noting, retryNow, saying } from '../test/poison.js';
import { Consumer } from './consumer.js';
import type { EventHandler } from './handles.js';
import { silentLog } from './log.js';
import { DEAD_AFTER_ATTEMPTS } from './retry-policy.js';
import type { ReceivedRecord } from './transport/transport.js';

// Of random digits, which a database cannot make short.
const LONG = randomBytes(6_000).toString('hex');

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(noteDatabase)));
afterAll(() => fresh.drop());
beforeEach(() => fresh.db.query('truncate note, outbox, aggregate_head, inbox, parked, quarantined, consumer_position'));

const consumerOf = (handler: EventHandler) => new Consumer(fresh.db, [handler], silentLog);
const parkedNow = (columns: string) => fresh.db.query(`select ${columns} from parked order by handler, key, place, sequence, seq`);

describe('a record that cannot be read', () => {
  const id = Buffer.from(randomUUID());
  const type = Buffer.from(ComplaintAcknowledged.wireType);

  it.each([
    ['bytes that are no text', () => ({ value: Buffer.from([0xff, 0x00, 0x7b]), headers: { ce_type: type, ce_id: id } })],
    ['text that is no JSON', () => ({ value: Buffer.from('{'), headers: { ce_type: type, ce_id: id } })],
    ['data that break the contract', () => ({ value: Buffer.from('{"complaintId":7}'), headers: { ce_type: type, ce_id: id } })],
    ['an envelope without a type', () => ({ value: Buffer.from('{}'), headers: { ce_id: id } })],
    ['a header that is no text', () => ({ value: Buffer.from('{}'), headers: { ce_type: type, ce_id: Buffer.from([0xc3, 0x28]) } })],
    ['a type without a version', () => ({ value: Buffer.from('{}'), headers: { ce_type: Buffer.from('complaint.acknowledged'), ce_id: id } })],
  ])('%s: is kept byte for byte, and its key waits in order behind it', async (_, make) => {
    const [bad, good] = [randomUUID(), randomUUID()];
    const { value, headers } = make();
    const consumer = consumerOf(noting());
    const slice = [saying(1, bad, 1), bytes(value, bad, headers), saying(3, bad, 2), saying(1, good, 1)];
    await consumer.apply(slice);
    await consumer.apply(slice);
    expect([await notes(fresh.db, 'note.write-down', bad), await notes(fresh.db, 'note.write-down', good)]).toEqual([['1'], ['1']]);
    expect(await parkedNow('reason, attempts')).toEqual([
      { reason: 'quarantined', attempts: 0 },
      { reason: 'behind-parked', attempts: 0 },
    ]);
    const [kept] = await fresh.db.query('select value, headers, record_key from quarantined');
    expect([kept.value, kept.record_key.toString()]).toEqual([value, bad]);
    const keptHeaders = JSON.parse(kept.headers) as Record<string, string>;
    for (const [name, header] of Object.entries(headers)) expect(Buffer.from(keptHeaders[name]!, 'base64')).toEqual(header);
  });

  it.each([
    ['a failing event', 2],
    ['a missing event', 3],
  ])('is not an event with a foreign header that is no text: behind %s it waits with its data', async (_, sequence) => {
    const key = randomUUID();
    let broken = true;
    const consumer = consumerOf(
      noting('note.write-down', (value) => {
        if (broken && value === 1) throw new Error('no');
      }),
    );
    const { headers, value } = saying(3, key, sequence);
    const named = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]);
    const foreign = { ...Object.fromEntries(named), native: Buffer.from([0x01, 0x00, 0xff]) };
    await consumer.apply([saying(1, key, 1), bytes(Buffer.from(value), key, foreign)]);
    broken = false;
    if (sequence === 3) await consumer.apply([saying(2, key, 2)]);
    await retryNow(fresh.db, consumer);
    expect((await notes(fresh.db, 'note.write-down', key)).at(-1)).toBe('3');
    expect(await parkedNow('reason')).toEqual([]);
  });

  it.each([
    ['key', (record: ReceivedRecord) => ({ ...record, key: LONG })],
    ['source', (record: ReceivedRecord) => ({ ...record, headers: { ...record.headers, ce_source: LONG } })],
    ['key of an event that nobody hears', (record: ReceivedRecord) => ({ ...record, key: LONG, headers: { ...record.headers, ce_type: 'x.y.v1' } })],
  ])('I7 has a %s that no index takes: others go on, and so does the service when it is tried again', async (what, make) => {
    const good = randomUUID();
    const consumer = consumerOf(noting());
    const long = [make(saying(1, randomUUID(), 1)), make(saying(2, randomUUID(), 2))];
    await consumer.apply([...long, saying(1, good, 1)]);
    await consumer.apply([...long, saying(2, good, 2)]);
    for (let attempt = 1; attempt <= DEAD_AFTER_ATTEMPTS; attempt += 1) await retryNow(fresh.db, consumer);
    expect(await notes(fresh.db, 'note.write-down')).toEqual(['1', '2']);
    const kept = what.includes('nobody') ? [] : long.map(({ key }) => ({ reason: 'quarantined', key }));
    expect(
      await fresh.db.query(`select p.reason, convert_from(q.record_key, 'UTF8') as key
      from parked p join quarantined q using (event_id) order by p.seq`),
    ).toEqual(kept);
    expect((await fresh.db.query('select 1 from outbox')).length > 0).toBe(kept.length > 0);
  });

  it('dies in the end like any other, with its bytes in the dead letter', async () => {
    const key = randomUUID();
    const consumer = consumerOf(noting());
    const value = Buffer.from([0xde, 0xad, 0x00]);
    await consumer.apply([bytes(value, key, { ce_type: type, ce_id: id })]);
    for (let attempt = 1; attempt <= DEAD_AFTER_ATTEMPTS; attempt += 1) await retryNow(fresh.db, consumer);
    expect(await parkedNow('state, reason')).toEqual([{ state: 'dead', reason: 'quarantined' }]);
    const [{ payload, headers }] = await fresh.db.query('select payload, headers from outbox');
    expect([Buffer.from(payload, 'base64'), headers.dead_encoding]).toEqual([value, 'base64']);
  });
});
