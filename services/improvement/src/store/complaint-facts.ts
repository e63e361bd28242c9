import type { EntityManager } from 'typeorm';
import type { ComplaintFact, TallyChange } from '../domain/complaint-fact.js';
import { prepared } from './prepared.js';

const READ = `select complaint_id as "complaintId", kind, product, language, occurred_at as "occurredAt", registered_at as "registeredAt",
    withdrawn_at as "withdrawnAt", closed_at as "closedAt", closed_cycle as "closedCycle", reopened_at as "reopenedAt",
    reopened_cycle as "reopenedCycle", has_cause as "hasCause"
  from complaint_fact where complaint_id = $1`;

const WRITE = `with fact as (
    insert into complaint_fact (complaint_id, kind, product, language, occurred_at, registered_at, withdrawn_at, closed_at, closed_cycle, reopened_at,
      reopened_cycle, has_cause)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
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
  select $1, $9, $20::timestamptz, $8 where $20 is not null
  on conflict do nothing`;

/** What is known of a complaint so far. */
export async function readFact(tx: EntityManager, complaintId: string): Promise<ComplaintFact | undefined> {
  const [fact] = await prepared<ComplaintFact>(tx, 'read-fact', READ, [complaintId]);
  return fact;
}

/** Stores what is known now, with what it changes in the tally; `cycleBeganAt` says that a handling cycle has just been closed. */
export async function writeFact(tx: EntityManager, fact: ComplaintFact, changes: readonly TallyChange[], cycleBeganAt: Date | null): Promise<void> {
  await prepared(tx, 'write-fact', WRITE, [
    fact.complaintId,
    fact.kind,
    fact.product,
    fact.language,
    fact.occurredAt,
    fact.registeredAt,
    fact.withdrawnAt,
    fact.closedAt,
    fact.closedCycle,
    fact.reopenedAt,
    fact.reopenedCycle,
    fact.hasCause,
    changes.map((change) => change.week),
    changes.map((change) => change.kind),
    changes.map((change) => change.language),
    changes.map((change) => change.received),
    changes.map((change) => change.closed),
    changes.map((change) => change.withdrawn),
    changes.map((change) => change.causes),
    cycleBeganAt,
  ]);
}
