import type { EntityManager } from 'typeorm';
import type { RoutableAgent } from '../domain/agent.js';
import type { LoadChange } from '../domain/load-changes.js';
import { statement } from './statement.js';

const AGENT = `
  select a.id, a.subject, a.display_name as "displayName", a.team_id as "teamId", a.skills, a.languages, a.capacity, a.care, a.available,
         a.open_count as "openCount", a.past_count as "pastCount", a.last_turn as "lastTurn", a.version, t.skills as "teamSkills"
  from agent a join team t on t.id = a.team_id`;

const speaking = statement<RoutableAgent>('agents-speaking', `${AGENT} where a.languages && $1::text[]`);
const toRouteTo = statement<RoutableAgent>('agents-to-route-to', `${AGENT} where $1::uuid[] is null or a.id = any($1)`);
// Turns are numbered in the order of the list, before the agents are joined to it in any order.
const change = statement(
  'change-loads',
  `with change as materialized (
     select "agentId", by, past, case when gets then nextval('agent_turn') end as turn
     from json_to_recordset($1::json) as c("agentId" uuid, by integer, past integer, gets boolean)
   )
   update agent set open_count = open_count + by, past_count = past_count + past, last_turn = coalesce(turn, last_turn)
   from change where id = "agentId" and (by <= past or open_count - past_count + by - past <= capacity)
   returning 1`,
);

/** Everybody who speaks one of the languages, as the routing rule needs them. */
export function agentsSpeaking(tx: EntityManager, languages: readonly string[]): Promise<RoutableAgent[]> {
  return speaking(tx, [...new Set(languages)]);
}

/** The named agents, or all of them, as the routing rule needs them. */
export function agentsToRouteTo(tx: EntityManager, agentIds?: readonly string[]): Promise<RoutableAgent[]> {
  return toRouteTo(tx, agentIds ?? null);
}

/** Counts what agents got and gave away; false when that would exceed a capacity, which routing must not even try. */
export async function changeLoads(tx: EntityManager, changes: readonly LoadChange[]): Promise<boolean> {
  if (changes.length === 0) return true;
  return (await change(tx, JSON.stringify(changes))).length === changes.length;
}
