import type { Projections } from './check-history.js';
import type { UnderTest } from './under-test.js';

// Without ids, moments and agents: those differ from run to run by right.
const QUERIES: readonly string[] = [
  `select 'complaint ' || order_number as name, jsonb_build_object('status', status, 'product', product, 'version', version) as is
    from intake.complaint where order_number is not null`,
  `select 'handling ' || c.order_number as name, jsonb_build_object('stage', h.stage, 'cycle', h.cycle) as is
    from intake.handling h join intake.complaint c on c.id = h.complaint_id where h.stage = 'closed'`,
  `select 'resolution ' || c.order_number as name,
      jsonb_build_object('status', r.status, 'cycle', r.cycle, 'decision', r.decision, 'cause', r.cause_code, 'version', r.version) as is
    from resolution.resolution r join intake.complaint c on c.id = r.complaint_id where r.status = 'closed'`,
  `select 'assignment ' || c.order_number || ' ' || a.cycle as name, jsonb_build_object('status', a.status, 'because', a.ended_because) as is
    from assignment.assignment a join intake.complaint c on c.id = a.complaint_id`,
  `select 'cause of ' || c.order_number as name, jsonb_build_object('cause', r.cause_code, 'product', r.product, 'cycle', r.cycle) as is
    from improvement.cause_record r join intake.complaint c on c.id = r.complaint_id`,
  `select 'fact ' || c.order_number as name, jsonb_build_object('closed', f.closed_cycle, 'reopened', f.reopened_cycle, 'withdrawn', f.withdrawn_at is not null) as is
    from improvement.complaint_fact f join intake.complaint c on c.id = f.complaint_id`,
  `select 'tally ' || kind || ' ' || language as name,
      jsonb_build_object('received', sum(received), 'closed', sum(closed), 'withdrawn', sum(withdrawn), 'causes', sum(causes)) as is
    from improvement.complaint_tally group by kind, language`,
  `select 'counted ' || cause_code || ' in ' || product as name, to_jsonb(sum(count)) as is from improvement.cause_day group by cause_code, product`,
];

/** Where all services stand, in words that two runs of one workload share. */
export async function readProjections(system: UnderTest): Promise<Projections> {
  return system.asAdmin(async (client) => {
    const projections: Record<string, unknown> = {};
    for (const sql of QUERIES) {
      const { rows } = await client.query<{ name: string; is: unknown }>(sql);
      for (const { name, is } of rows) projections[name] = is;
    }
    return projections;
  });
}
