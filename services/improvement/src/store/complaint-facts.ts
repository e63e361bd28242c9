import type { EntityManager } from 'typeorm';
import type { ComplaintFact } from '../domain/complaint-fact.js';
import type { TallyChange } from '../domain/complaint-tally.js';
import { columnsOf, prepared } from './prepared.js';

// Plans are made once, maybe while a table is still empty: `offset 0` keeps every look-up a walk of the index, for ever.
const READ = `select asked.ord::int, complaint_id as "complaintId", kind, product, language, occurred_at as "occurredAt", registered_at as "registeredAt",
    withdrawn_at as "withdrawnAt", closed_at as "closedAt", closed_cycle as "closedCycle", reopened_at as "reopenedAt",
    reopened_cycle as "reopenedCycle", has_cause as "hasCause"
  from unnest($1::uuid[]) with ordinality as asked(id, ord)
  cross join lateral (select * from complaint_fact where complaint_id = asked.id offset 0) as fact`;

const FACT = [
  'complaintId',
  'kind',
  'product',
  'language',
  'occurredAt',
  'registeredAt',
  'withdrawnAt',
  'closedAt',
  'closedCycle',
  'reopenedAt',
  'reopenedCycle',
  'hasCause',
] as const satisfies (keyof ComplaintFact)[];
const TALLY = ['week', 'kind', 'language', 'received', 'closed', 'withdrawn', 'causes'] as const satisfies (keyof TallyChange)[];
const CYCLE = ['complaintId', 'cycle', 'beganAt', 'closedAt'] as const satisfies (keyof HandlingCycle)[];

const WRITE = `with fact as (
    insert into complaint_fact (complaint_id, kind, product, language, occurred_at, registered_at, withdrawn_at, closed_at, closed_cycle, reopened_at,
      reopened_cycle, has_cause)
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
      $9::int[], $10::timestamptz[], $11::int[], $12::boolean[])
    on conflict (complaint_id) do update set kind = excluded.kind, product = excluded.product, language = excluded.language,
      occurred_at = excluded.occurred_at, registered_at = excluded.registered_at, withdrawn_at = excluded.withdrawn_at, closed_at = excluded.closed_at,
      closed_cycle = excluded.closed_cycle, reopened_at = excluded.reopened_at, reopened_cycle = excluded.reopened_cycle, has_cause = excluded.has_cause
  ), tally as (
    insert into complaint_tally as t (week, kind, language, received, closed, withdrawn, causes)
    select * from unnest($13::date[], $14::text[], $15::text[], $16::int[], $17::int[], $18::int[], $19::int[])
    on conflict (week, kind, language) do update set received = t.received + excluded.received, closed = t.closed + excluded.closed,
      withdrawn = t.withdrawn + excluded.withdrawn, causes = t.causes + excluded.causes
  )
  insert into handling_cycle (complaint_id, cycle, began_at, closed_at)
  select * from unnest($20::uuid[], $21::int[], $22::timestamptz[], $23::timestamptz[])
  on conflict do nothing`;

/** A handling cycle that has just been closed. */
export interface HandlingCycle {
  complaintId: string;
  cycle: number;
  beganAt: Date;
  closedAt: Date;
}

/** What is known of each of these complaints so far, in their order. */
export async function readFacts(tx: EntityManager, complaintIds: readonly string[]): Promise<(ComplaintFact | undefined)[]> {
  const rows = await prepared<ComplaintFact & { ord: number }>(tx, 'read-facts', READ, [complaintIds]);
  const facts = new Array<ComplaintFact | undefined>(complaintIds.length).fill(undefined);
  for (const { ord, ...fact } of rows) facts[ord - 1] = fact;
  return facts;
}

/** Stores what is known now, with what it changes in the tally, and the handling cycles that ended. */
export async function writeFacts(
  tx: EntityManager,
  facts: readonly ComplaintFact[],
  changes: readonly TallyChange[],
  cycles: readonly HandlingCycle[] = [],
): Promise<void> {
  await prepared(tx, 'write-facts', WRITE, [...columnsOf(facts, FACT), ...columnsOf(changes, TALLY), ...columnsOf(cycles, CYCLE)]);
}

/** Forgets all complaints and their counts, before they are heard again from the beginning. */
export async function forgetFacts(tx: EntityManager): Promise<void> {
  await tx.query('truncate complaint_fact, complaint_tally, handling_cycle');
}
