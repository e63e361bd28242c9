import { KINDS, LANGUAGES } from '#libs/contracts';
import type { EntityManager } from 'typeorm';
import type { RecurrencePolicy } from '../domain/recurrence.js';
import { counts } from './counts.js';

/** Everything that leaders see on one page; causes, spikes and problems can be opened through cause records and problems. */
export async function metrics(tx: EntityManager, policy: RecurrencePolicy) {
  return {
    ...(await counts(tx)),
    byKind: await receivedBy(tx, 'kind', KINDS),
    byLanguage: await receivedBy(tx, 'language', LANGUAGES),
    byWeek: await byWeek(tx),
    closeHours: await closeHours(tx),
    spikes: await spikes(tx, policy),
    problems: await beforeAndAfter(tx),
    asOf: await databaseTime(tx),
  };
}

/** The clock that all replicas share. */
export async function databaseTime(tx: EntityManager): Promise<Date> {
  const [row] = await tx.query('select clock_timestamp() as now');
  return row.now;
}

/** How many came in by kind or by language; languages count complaints only. */
async function receivedBy(tx: EntityManager, column: 'kind' | 'language', names: readonly string[]): Promise<Record<string, number>> {
  const rows: { name: string; received: number }[] = await tx.query(
    `select ${column} as name, sum(received)::int as received from complaint_tally ${column === 'language' ? `where kind = 'complaint'` : ''} group by 1`,
  );
  return Object.fromEntries(names.map((name) => [name, rows.find((row) => row.name === name)?.received ?? 0]));
}

function byWeek(tx: EntityManager): Promise<{ week: string; received: number; closed: number; withdrawn: number }[]> {
  return tx.query(
    `select week::text as week, sum(received)::int as received, sum(closed)::int as closed, sum(withdrawn)::int as withdrawn
     from complaint_tally where kind = 'complaint' group by week order by week`,
  );
}

/** Hours from the beginning of a handling cycle to its closing; reopened ones count in their own cycle. */
async function closeHours(tx: EntityManager) {
  const percentiles = `count(*)::int as count, percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from c.closed_at - c.began_at) / 3600) as p`;
  const from = `from handling_cycle c join complaint_fact f using (complaint_id) where f.kind = 'complaint'`;
  type Row = { cycle: number; count: number; p: [number, number] | null };
  const [all]: [Row] = await tx.query(`select 0 as cycle, ${percentiles} ${from}`);
  const cycles: Row[] = await tx.query(`select c.cycle, ${percentiles} ${from} group by c.cycle order by c.cycle`);
  const shown = ({ count, p }: Row) => ({ count, p50: round(p?.[0]), p90: round(p?.[1]) });
  return { ...shown(all), byCycle: cycles.map((row) => ({ cycle: row.cycle, ...shown(row) })) };
}

/** One bad day: more complaints of a cause than in all the days around it together. It is shown, and opens nothing. */
function spikes(tx: EntityManager, { threshold, windowDays }: RecurrencePolicy) {
  return tx.query(
    `with day as (
       select cause_code, product, occurred_on, sum(count)::int as count from cause_day group by 1, 2, 3 having sum(count) >= $1
     )
     select day.cause_code as "causeCode", day.product, day.occurred_on::text as on, day.count from day
     where 2 * day.count > (select sum(around.count) from cause_day around where around.cause_code = day.cause_code and around.product = day.product
       and around.occurred_on between day.occurred_on - $2::int and day.occurred_on + $2::int)
     order by day.occurred_on desc, day.cause_code limit 200`,
    [threshold, windowDays - 1],
  );
}

/** What the fixes did: the problems opened last, each with its latest check, complaints before and after. */
function beforeAndAfter(tx: EntityManager) {
  return tx.query(
    `select p.id as "problemId", p.cause_code as "causeCode", p.product, p.status, p.cycle, p.opened_at as "openedAt",
       c.before, c.after, c.window_days as "windowDays", c.verdict, c.moved_to as "movedTo", c.judged_at as "judgedAt"
     from problem p
     left join lateral (select * from effectiveness_check where problem_id = p.id order by judged_at desc, cycle desc, look desc limit 1) c on true
     order by p.opened_at desc, p.id desc limit 200`,
  );
}

function round(hours: number | null | undefined): number | null {
  return hours === null || hours === undefined ? null : Math.round(hours * 100) / 100;
}
