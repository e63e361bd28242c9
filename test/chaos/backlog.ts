import { MessageSent } from '#libs/contracts';
import { toHeaders } from '#libs/messaging';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { keepHistory } from '../../libs/messaging/src/history.js';
import { appendToOutbox, type OutboxRow } from '../../libs/messaging/src/outbox.js';
import { untilDone } from './until-done.js';
import { outcomeOf, type Of, type Outcome } from './trouble.js';
import type { UnderTest } from './under-test.js';

const AT_ONCE = 1_000;
const KEYS = 200;
// Far below what a quiet machine does: it only ends a fault that would never end.
const SLOWEST_PER_SECOND = 100;
const STORE = `insert into message (id, complaint_id, cycle, sender, text, written_by, sent_at)
  select m.id, m.complaint_id, 1, 'agent', 'We are still looking at it.', 'backlog', now() from unnest($1::uuid[], $2::uuid[]) as m(id, complaint_id)`;

/**
 * The service that hears messages is away while very many are written, then comes back and catches up. They are written as resolution
 * writes them, in transactions of a thousand: at the pace of the public API a big backlog would take a day.
 */
export async function gatherBacklog(system: UnderTest, { events }: Of<'backlog'>): Promise<Outcome> {
  const hearer = system.loop.services.intake;
  let written = 0;
  const withinMs = 120_000 + (events / SLOWEST_PER_SECOND) * 1_000;
  const done = await system.alone(hearer.name, async () => {
    let since = 0;
    system.away.add(hearer.name);
    try {
      await hearer.stop();
      since = await untilDone(() => system.asAdmin(lastNoteOfHearer));
      await write(system, events, (n) => (written += n));
      await untilDone(() => system.asAdmin(outboxIsShort), { withinMs });
    } finally {
      system.away.delete(hearer.name);
      void hearer.start().catch(() => undefined);
    }
    const rate = await untilDone(() => system.asAdmin((client) => rateOfHearer(client, since, written)), { withinMs });
    system.say(`backlog of ${written} events applied at ${rate} a second`);
  });
  return done && written === 0 ? 'not reached' : outcomeOf(done);
}

async function write(system: UnderTest, events: number, wrote: (n: number) => void): Promise<void> {
  keepHistory(); // here as in the services
  for (let left = events; left > 0; left -= AT_ONCE) {
    const n = Math.min(left, AT_ONCE);
    const attempt = (): Promise<number> => system.asAdmin((client) => writeSome(client, n));
    const stored = await untilDone(attempt);
    if (stored === 0) return;
    wrote(stored);
  }
}

/** Writes so many messages about complaints that resolution has; none when it has no complaint yet. */
async function writeSome(client: pg.Client, n: number): Promise<number> {
  await client.query('begin');
  await client.query('set local role redress_resolution');
  await client.query('set local search_path = resolution');
  const { rows } = await client.query<{ id: string }>(
    `select complaint_id as id from resolution where facts is not null order by complaint_id desc limit ${KEYS}`,
  );
  const keys = rows.map(({ id }) => id).sort();
  if (keys.length === 0) return 0;
  const messages = Array.from({ length: n }, (_, i) => ({ id: randomUUID(), key: keys[i % keys.length]! }));
  await client.query(STORE, [messages.map(({ id }) => id), messages.map(({ key }) => key)]);
  for (const { text, values } of appendToOutbox(messages.map(toldBy))) await client.query(text, values);
  await client.query('commit');
  return n;
}

function toldBy({ id: messageId, key }: { id: string; key: string }): OutboxRow {
  const time = new Date();
  const event = MessageSent({ complaintId: key, messageId, from: 'agent', sentAt: time.toISOString() });
  const id = uuidv7();
  const headers = toHeaders({ id, type: event.type, source: '/redress/resolution', key, sequence: 0, time, correlationId: key });
  return { id, topic: event.topic, key, type: event.type, headers, payload: JSON.stringify(event.data) };
}

async function lastNoteOfHearer(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ seq: number }>('select coalesce(max(seq), 0)::int as seq from intake.history');
  return rows[0]!.seq;
}

async function outboxIsShort(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from resolution.outbox');
  if (rows[0]!.n > AT_ONCE / 10) throw new Error(`${rows[0]!.n} events are not in the log yet`);
}

/** Events a second, once all of them are applied. */
async function rateOfHearer(client: pg.Client, since: number, written: number): Promise<number> {
  const { rows } = await client.query<{ n: number; seconds: number }>(
    `select count(*)::int as n, extract(epoch from max(at) - min(at))::float8 as seconds from intake.history
     where seq > $1 and kind = 'applied' and type = $2`,
    [since, MessageSent.wireType],
  );
  const { n, seconds } = rows[0]!;
  if (n < written) throw new Error(`${written - n} events of the backlog are not applied`);
  return Math.round(n / Math.max(seconds, 0.001));
}
