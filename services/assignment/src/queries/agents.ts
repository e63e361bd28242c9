import { LessThan, type EntityManager } from 'typeorm';
import { agentNotFound } from '../domain/errors.js';
import type { Agent, Team } from '../domain/agent.js';
import { AgentTable } from '../store/agent.table.js';
import { TeamTable } from '../store/team.table.js';

/** One agent with their present load. */
export async function agentOf(tx: EntityManager, id: string): Promise<Agent> {
  const agent = await tx.getRepository(AgentTable).findOneBy({ id });
  if (!agent) throw agentNotFound();
  return agent;
}

/** Agents, latest registered first; one more than the limit when there are more. */
export function agentList(tx: EntityManager, { limit, after }: { limit: number; after?: string }): Promise<Agent[]> {
  return tx.getRepository(AgentTable).find({ where: after ? { id: LessThan(after) } : {}, order: { id: 'DESC' }, take: limit + 1 });
}

/** Teams, latest created first; one more than the limit when there are more. */
export function teamList(tx: EntityManager, { limit, after }: { limit: number; after?: string }): Promise<Team[]> {
  return tx.getRepository(TeamTable).find({ where: after ? { id: LessThan(after) } : {}, order: { id: 'DESC' }, take: limit + 1 });
}
