import type { EntityManager } from 'typeorm';
import type { RoutableAgent } from '../domain/agent.js';
import { statement } from './statement.js';

const AGENT = `
  select a.id, a.subject, a.display_name as "displayName", a.team_id as "teamId", a.skills, a.languages, a.capacity, a.care, a.available,
         a.open_count as "openCount", a.last_turn as "lastTurn", a.version, t.skills as "teamSkills"
  from agent a join team t on t.id = a.team_id`;

const speaking = statement<RoutableAgent>('agents-speaking', `${AGENT} where $1 = any(a.languages)`);
const toRouteTo = statement<RoutableAgent>('agents-to-route-to', `${AGENT} where $1::uuid[] is null or a.id = any($1)`);
const oneMore = statement(
  'one-more',
  `update agent set open_count = open_count + 1, last_turn = nextval('agent_turn') where id = $1 and ($2 or open_count < capacity) returning 1`,
);
const oneLess = statement('one-less', 'update agent set open_count = open_count - 1 where id = $1');

/** Everybody who speaks the language, as the routing rule needs them. */
export function agentsSpeaking(tx: EntityManager, language: string): Promise<RoutableAgent[]> {
  return speaking(tx, language);
}

/** The named agents, or all of them, as the routing rule needs them. */
export function agentsToRouteTo(tx: EntityManager, agentIds?: readonly string[]): Promise<RoutableAgent[]> {
  return toRouteTo(tx, agentIds ?? null);
}

/** Counts one more open complaint for the agent; false when that would exceed the capacity, which routing must not even try. */
export async function addLoad(tx: EntityManager, agentId: string, { historical }: { historical: boolean }): Promise<boolean> {
  return (await oneMore(tx, agentId, historical)).length === 1;
}

/** Counts one open complaint less. */
export async function removeLoad(tx: EntityManager, agentId: string): Promise<void> {
  await oneLess(tx, agentId);
}
