import type { EntityManager } from 'typeorm';
import type { Assignment } from '../domain/assignment.js';
import type { OpenNeed } from '../domain/roster.js';
import { SELECTED } from './assignment-rows.js';
import { statement } from './statement.js';

// One look into an index for each kind, however long the queue is and whatever stands in front that nobody can handle.
const IN_LINE = 'order by w.priority_rank, w.queued_at, w.id limit $2';
const OF_KIND = `w.status = 'queued' and w.historical = n.historical and w.language = n.language and w.needs_care = n."needsCare"
  and not w.released_by @> n.agents`;
const waitingForSomebody = statement<Assignment>(
  'waiting',
  `with first as materialized (
     select distinct w.priority_rank, w.queued_at, w.id
     from json_to_recordset($1::json) as n(historical boolean, language text, "needsCare" boolean, product text, agents uuid[])
     cross join lateral (
       (select w.priority_rank, w.queued_at, w.id from assignment w where n.product is null and ${OF_KIND} ${IN_LINE})
       union all
       (select w.priority_rank, w.queued_at, w.id from assignment w where w.product = n.product and ${OF_KIND} ${IN_LINE})
     ) as w
     ${IN_LINE}
   )
   select ${SELECTED} from first join assignment a on a.id = first.id
   order by first.priority_rank, first.queued_at, first.id
   for update of a`,
);

const pastTheirTime = statement<Assignment>(
  'overdue',
  `select ${SELECTED} from assignment a
   where a.next_escalation_at <= $1 and a.status <> 'ended' and not a.historical
   order by a.next_escalation_at
   limit $2
   for update skip locked`,
);

/** Waiting complaints of these kinds, most pressing first, then longest waiting; locked. */
export async function waitingFor(tx: EntityManager, needs: readonly OpenNeed[], limit: number): Promise<Assignment[]> {
  return needs.length === 0 ? [] : waitingForSomebody(tx, JSON.stringify(needs), limit);
}

/** Assignments whose promise has passed, most overdue first; locked, and without those that another replica has. */
export function overdue(tx: EntityManager, now: Date, limit: number): Promise<Assignment[]> {
  return pastTheirTime(tx, now, limit);
}
