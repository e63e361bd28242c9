import { ComplaintAcknowledged } from '#libs/contracts';
import { handles, InMemoryTransport, Messaging, runWork, silentLog, Consumer, type EventTransport, type ReceivedRecord } from '#libs/messaging';
import { freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { randomUUID } from 'node:crypto';
import { keepHistory, prepareHistory } from '../../libs/messaging/src/history.js';
import { noteDatabase } from '../../libs/messaging/test/note-service.js';
import { forgettingPublisher, InboxLastConsumer, positionFirst, unclearOnce, type ApplyRecords } from './broken.js';
import { checkHistory } from './check-history.js';
import { LogReader, noteHistory } from './note-history.js';
import { printViolation } from './print-violation.js';

const KEYS = 3;
const EACH = 4;

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(noteDatabase);
  process.env['AUTH_DEVELOPMENT_ISSUER'] = 'on'; // else no service would keep a history
  keepHistory();
  await prepareHistory(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(() => fresh.db.query('truncate note, outbox, aggregate_head, inbox, parked, consumer_position, history restart identity'));

const count = async (what: string): Promise<number> => Number((await fresh.db.query(`select count(*) as n from ${what}`))[0].n);
const applied = (): Promise<number> => count(`history where kind = 'applied'`);

/** Speaks of every key several times, one transaction each. */
async function speak(): Promise<void> {
  const keys = Array.from({ length: KEYS }, () => randomUUID());
  for (let at = 1; at <= EACH; at += 1)
    for (const complaintId of keys)
      await runWork(fresh.db, { actor: 'test' }, async (work) =>
        work.emit(ComplaintAcknowledged({ complaintId, channel: 'app', acknowledgedAt: new Date(at).toISOString() })),
      );
}

const writeDown = handles(ComplaintAcknowledged, 'note.write-down', async (work, { key, sequence }) => {
  await work.tx.query('insert into note (handler, key, value) values ($1, $2, $3)', ['note.write-down', key, String(sequence)]);
});

/** What the checker says, as it would be printed. */
async function verdict(reader: LogReader): Promise<string[]> {
  const history = await noteHistory(fresh.db, reader, [writeDown]);
  const printed = checkHistory(history).map((violation) => printViolation(violation, history));
  if (process.env['SHOW_VIOLATIONS']) process.stdout.write(`${printed[0] ?? '✓ no violation'}\n`);
  return printed;
}

/** A service that speaks and hears itself over a transport, until everything that this transport brings has been applied. */
async function live(
  log: InMemoryTransport,
  transport: EventTransport,
  settled: (reader: LogReader) => Promise<boolean>,
  underWay: Promise<void>[] = [],
): Promise<string[]> {
  const reader = await new LogReader().listenTo(log);
  const messaging = new Messaging('note', fresh.db, transport, [writeDown], silentLog);
  await messaging.start();
  await speak();
  await waitFor('everything to settle', async () => (await count('outbox')) === 0 && (await settled(reader)));
  await messaging.stop();
  await Promise.all(underWay);
  return verdict(reader);
}

describe('a relay that skips an event that was not acknowledged', () => {
  it('is caught: the event never reaches the log', async () => {
    const log = new InMemoryTransport();
    const broken = await live(log, forgettingPublisher(unclearOnce(log)), () => Promise.resolve(true));
    expect(broken.join('\n')).toMatch(/✗ I2 note#\d complaint.acknowledged.v1 \([-0-9a-f]+\) never reached the log\n {4}key/);
  });

  it('is mended when it reads the event again', async () => {
    const log = new InMemoryTransport();
    expect(await live(log, unclearOnce(log), async () => (await applied()) === KEYS * EACH)).toEqual([]);
  });
});

describe('a consumer that commits the offset before its transaction', () => {
  const outage = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  /** The database goes away under the first transaction, once. */
  const withOutage = (transport: EventTransport): EventTransport => {
    let transactions = 0;
    return intercepting(transport, (apply) => (records) => (++transactions === 1 ? Promise.reject(outage) : apply(records)));
  };

  it('is caught: what was under way is never applied', async () => {
    const log = new InMemoryTransport();
    const underWay: Promise<void>[] = [];
    const isRead = (reader: LogReader): Promise<boolean> => Promise.resolve(reader.records.length === KEYS * EACH && underWay.length > 0);
    const broken = await live(log, withOutage(positionFirst(log, underWay)), isRead, underWay);
    expect(broken.join('\n')).toMatch(/✗ I2 note#\d complaint.acknowledged.v1 \([-0-9a-f]+\) was never applied by note.write-down\n {4}key/);
  });

  it('is mended when the offset waits for the transaction', async () => {
    const log = new InMemoryTransport();
    expect(await live(log, withOutage(log), async () => (await applied()) === KEYS * EACH)).toEqual([]);
  });
});

describe('an inbox that is not the first statement', () => {
  /** Two members have the same records, as after a rebalance that one of them slept through; both are inside before one may go on. */
  async function zombie(consumerOf: (inside: () => Promise<void>) => ApplyRecords): Promise<string[]> {
    const log = new InMemoryTransport();
    const reader = await new LogReader().listenTo(log);
    const speaking = new Messaging('note', fresh.db, log, [], silentLog);
    await speaking.start();
    await speak();
    const all = (): boolean => reader.records.length === KEYS * EACH;
    await waitFor('all records', all);
    await speaking.stop();

    let inside = 0;
    const bothAreIn = async (): Promise<void> => {
      inside += 1;
      await waitFor('the other member, inside or waiting at the inbox', async () => inside > 1 || (await someoneWaits()));
    };
    const records: readonly ReceivedRecord[] = reader.records;
    await Promise.all([consumerOf(bothAreIn).apply(records), consumerOf(bothAreIn).apply(records)]);
    return verdict(reader);
  }
  const someoneWaits = async (): Promise<boolean> =>
    (await count(`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`)) > 0;
  const writingDown = (inside: () => Promise<void>) => {
    let isFirst = true;
    return handles(ComplaintAcknowledged, 'note.write-down', async (work, event) => {
      if (isFirst) await inside();
      isFirst = false;
      await work.tx.query('insert into note (handler, key, value) values ($1, $2, $3)', ['note.write-down', event.key, String(event.sequence)]);
    });
  };

  it('is caught: a member that was thought dead does everything a second time', async () => {
    const broken = await zombie((inside) => new InboxLastConsumer(fresh.db, writingDown(inside)));
    expect(broken.filter((printed) => printed.startsWith('✗ I3'))).toHaveLength(KEYS * EACH);
    expect(broken[0]).toMatch(/✗ I3 complaint.acknowledged.v1 \([-0-9a-f]+\) was applied 2 times by note.write-down\n {4}key/);
    expect(await count('note')).toBe(2 * KEYS * EACH);
  });

  it('is mended when the inbox is the first to know', async () => {
    expect(await zombie((inside) => new Consumer(fresh.db, [writingDown(inside)], silentLog))).toEqual([]);
    expect(await count('note')).toBe(KEYS * EACH);
  });
});

/** A transport whose members apply their records through somebody else. */
function intercepting(
  transport: EventTransport,
  through: (apply: (records: readonly ReceivedRecord[]) => Promise<void>) => (records: readonly ReceivedRecord[]) => Promise<void>,
): EventTransport {
  return Object.assign(Object.create(transport) as EventTransport, {
    subscribe: (request: Parameters<EventTransport['subscribe']>[0]) => transport.subscribe({ ...request, onSlice: through(request.onSlice) }),
  });
}
