import {
  ComplaintClosed,
  ComplaintEscalated,
  ComplaintRegistered,
  ComplaintReopened,
  ComplaintWithdrawn,
  FixTaskOpened,
  MessageSent,
  ProblemOpened,
  ResolutionProposed,
  type AnyEventContract,
} from '#libs/contracts';

/** A query whose rows say how many events of a type a service's state stands for, by key (`key`, `times`). */
export interface ClaimQuery {
  service: string;
  contract: AnyEventContract;
  sql: string;
}

/** How the state of each service is counted in events. */
export const CLAIMS: readonly ClaimQuery[] = [
  { service: 'intake', contract: ComplaintRegistered, sql: 'select id as key, 1 as times from intake.complaint' },
  { service: 'intake', contract: ComplaintWithdrawn, sql: 'select id as key, 1 as times from intake.complaint where withdrawn_at is not null' },
  {
    service: 'assignment',
    contract: ComplaintEscalated,
    sql: 'select complaint_id as key, count(*) as times from assignment.escalation group by complaint_id',
  },
  {
    service: 'resolution',
    contract: ResolutionProposed,
    sql: `select key, sum(times) as times from (
      select complaint_id as key, 1 as times from resolution.resolution where stage > 0
      union all select complaint_id, 1 from resolution.declined_proposal union all select complaint_id, 1 from resolution.resolution_cycle
    ) as told group by key`,
  },
  {
    service: 'resolution',
    contract: ComplaintClosed,
    sql: `select key, sum(times) as times from (
      select complaint_id as key, 1 as times from resolution.resolution where status = 'closed'
      union all select complaint_id, 1 from resolution.resolution_cycle
    ) as ended group by key`,
  },
  {
    service: 'resolution',
    contract: ComplaintReopened,
    sql: 'select complaint_id as key, count(*) as times from resolution.resolution_cycle group by 1',
  },
  { service: 'resolution', contract: MessageSent, sql: 'select complaint_id as key, count(*) as times from resolution.message group by 1' },
  { service: 'improvement', contract: ProblemOpened, sql: 'select id as key, 1 as times from improvement.problem' },
  { service: 'improvement', contract: FixTaskOpened, sql: 'select problem_id as key, count(*) as times from improvement.fix_task group by 1' },
];

/** Sums that are kept beside the rows they are made of, as rows (`name`, `stored`, `recomputed`). */
export const COUNTERS: readonly string[] = [
  `select 'complaints of ' || order_number as name, count(*)::int as stored, 1 as recomputed from intake.complaint where order_number is not null group by order_number`,
  `select 'open complaints of agent ' || g.subject as name, g.open_count as stored, count(a.id)::int as recomputed
    from assignment.agent g left join assignment.assignment a on a.agent_id = g.id and a.status = 'assigned' group by g.id`,
  `select 'past work of agent ' || g.subject as name, g.past_count as stored, count(a.id)::int as recomputed
    from assignment.agent g left join assignment.assignment a on a.agent_id = g.id and a.status = 'assigned' and a.historical group by g.id`,
  `select 'complaints received' as name, (select coalesce(sum(received), 0)::int from improvement.complaint_tally) as stored,
    (select count(*)::int from improvement.complaint_fact where registered_at is not null) as recomputed`,
  `select 'causes of the company' as name, (select coalesce(sum(count), 0)::int from improvement.company_day) as stored,
    (select count(*)::int from improvement.cause_record) as recomputed`,
  `select 'cause ' || coalesce(d.cause_code, r.cause_code) as name, coalesce(d.stored, 0) as stored, coalesce(r.recomputed, 0) as recomputed
    from (select cause_code, sum(count)::int as stored from improvement.cause_day group by 1) as d
    full join (select cause_code, count(*)::int as recomputed from improvement.cause_record group by 1) as r on r.cause_code = d.cause_code`,
  `select 'timeline of ' || coalesce(h.key, t.key) as name, coalesce(t.stored, 0) as stored, coalesce(h.recomputed, 0) as recomputed
    from (select complaint_id::text as key, count(*)::int as stored from intake.timeline_entry group by 1) as t
    full join (select key, count(*)::int as recomputed from intake.history where handler = 'intake.project-timeline' group by 1) as h on h.key = t.key`,
];
