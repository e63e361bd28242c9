import { ComplaintReopened, ComplaintWithdrawn, type DomainEvent } from '#libs/contracts';
import { InMemoryTransport, Messaging, Rebuild, silentLog, toHeaders } from '#libs/messaging';
import { emitted, freshDatabase, waitFor, type FreshDatabase } from '#libs/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { aClosing, aRegistration, idOf, MONDAY } from '../../test/builders.js';
import { handlers, wrongCauseDays, wrongTallies } from '../../test/seed.js';
import { addDays } from '../domain/calendar.js';
import { improvementDatabase } from '../store/database.js';
import { projections } from './projections.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(improvementDatabase)));
afterAll(() => fresh.drop());

const FACTS = ['complaint_fact', 'complaint_tally', 'handling_cycle'] as const;
const DECISIONS = ['cause_record', 'cause_record_history', 'cause_day', 'problem', 'fix_task', 'outbox'] as const;
const contents = (tables: readonly string[]) =>
  Promise.all(tables.map(async (table) => [table, await fresh.db.query(`select * from ${table} t order by t::text`)] as const));

function sent(events: readonly DomainEvent[]) {
  const sequences = new Map<string, number>();
  return events.map((event) => {
    const source = `/redress/${event.topic.split('.')[0]}`;
    const sequence = (sequences.get(`${source} ${event.key}`) ?? 0) + 1;
    sequences.set(`${source} ${event.key}`, sequence);
    const id = uuidv7();
    const headers = toHeaders({ id, type: event.type, source, key: event.key, sequence, time: new Date(), correlationId: id });
    return { topic: event.topic, key: event.key, headers, value: JSON.stringify(event.data) };
  });
}

it('builds what is known of complaints anew, and teaches no cause twice', async () => {
  const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
  const again = (number: number): DomainEvent[] => [
    ComplaintReopened({ complaintId: idOf(number), cycle: 2, reopenedBy: 'customer', reopenedAt: `${addDays(MONDAY, 1)}T09:00:00.000Z` }),
    aClosing(number, { cycle: 2, causeCode: 'points-missing', closedAt: `${addDays(MONDAY, 2)}T09:00:00.000Z` }),
  ];
  const events = numbers.flatMap((number): DomainEvent[] => [
    aRegistration(number),
    ...(number % 4 === 0 ? [ComplaintWithdrawn({ complaintId: idOf(number), withdrawnAt: `${MONDAY}T10:00:00.000Z` })] : [aClosing(number)]),
    ...(number % 10 === 1 ? again(number) : []),
  ]);
  const transport = new InMemoryTransport();
  await transport.publisher().publish(sent(events));
  const messaging = new Messaging('improvement', fresh.db, transport, handlers, silentLog);
  await messaging.start();
  const applied = () => fresh.db.query('select count(*)::int as n from inbox') as Promise<[{ n: number }]>;
  await waitFor('all events', async () => (await applied())[0].n === events.length);
  await waitFor('an empty outbox', async () => (await emitted(fresh.db)).length === 0);
  const before = [await contents(FACTS), await contents(DECISIONS)];

  await fresh.db.query(`update complaint_fact set closed_at = null; update complaint_tally set received = 7; truncate handling_cycle`);
  const [facts] = projections;
  expect(await new Rebuild('improvement', fresh.db, transport, facts!, silentLog).run('minji', () => undefined)).toBe(true);

  expect([await contents(FACTS), await contents(DECISIONS)]).toEqual(before);
  expect([await wrongTallies(fresh.db), await wrongCauseDays(fresh.db), (await applied())[0].n]).toEqual([[], [], events.length]);
  await messaging.stop();
});
